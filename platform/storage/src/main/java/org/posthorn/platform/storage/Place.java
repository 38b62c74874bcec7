package org.posthorn.platform.storage;

/// Where a record stands.
record Place(int pack, long position, long length) {}

package org.posthorn.platform.storage;

/// Names a blob within its partition; never reused.
public record BlobId(long value) {}

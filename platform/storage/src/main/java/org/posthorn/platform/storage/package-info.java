/// Durable transactions on SQLite or PostgreSQL, and blobs in packs.
@NullMarked
package org.posthorn.platform.storage;

import org.jspecify.annotations.NullMarked;

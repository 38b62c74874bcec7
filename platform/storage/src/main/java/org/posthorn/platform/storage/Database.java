package org.posthorn.platform.storage;

import org.jspecify.annotations.Nullable;

/// One database with its own schema and its own order of writes: the directory, or the mail of one
/// partition.
///
/// Any thread may call. Every failure is a [StorageException].
public interface Database {

  /// Runs `work` on a consistent snapshot that holds everything that any earlier [#write] returned
  /// from. Readers never wait for the writer. `work` must not change anything, and must not read
  /// from this database in another way meanwhile, since connections are few. It is run once more if
  /// the connection was lost.
  <T extends @Nullable Object> T read(Work<T> work);

  /// Runs `work` in a transaction together with other waiting writes; when this returns, its
  /// changes are durable and every later read sees them.
  ///
  /// `work` runs on another thread and may run more than once (when it, or a write that shared its
  /// transaction, failed), so it must not touch anything but the transaction and its own result. A
  /// `work` that finds that it must not go on returns before its first change; an exception is for
  /// failure: it undoes this `work` alone and is rethrown here.
  <T extends @Nullable Object> T write(Work<T> work);
}

package org.posthorn.platform.storage;

import org.jspecify.annotations.Nullable;

/// The store could not do what was asked; nothing of that transaction was kept, unless the text
/// says that its outcome is unknown. Says what and what to do about it.
public class StorageException extends RuntimeException {

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public StorageException(String message) {
    super(message);
  }

  /// No room: the disk or the database's own limit. Temporary: it works again as soon as there is
  /// room.
  public static final class Full extends StorageException {
    public Full(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The database cannot be reached now. Temporary.
  public static final class Unavailable extends StorageException {
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What a pack holds is not what was written: a failing disk, or files that were changed or
  /// restored from different times.
  public static final class Damaged extends StorageException {
    public Damaged(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}

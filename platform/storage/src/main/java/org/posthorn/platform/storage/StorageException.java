package org.posthorn.platform.storage;

/// The store could not do what was asked; nothing of that transaction was kept. Says what and what
/// to do about it.
public class StorageException extends RuntimeException {

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  public StorageException(String message) {
    super(message);
  }

  /// No room: the disk or the database's own limit. Temporary: it works again as soon as there is
  /// room.
  public static final class Full extends StorageException {
    public Full(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The database cannot be reached now. Temporary.
  public static final class Unavailable extends StorageException {
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

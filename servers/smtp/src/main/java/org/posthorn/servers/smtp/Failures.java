package org.posthorn.servers.smtp;

import java.io.IOException;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.smtp.Reply;

/// The one ladder from what goes wrong on our side to what the client hears. All of it is
/// temporary: the sender keeps the message and comes back.
final class Failures {

  private Failures() {}

  static Reply reply(SessionLog log, RuntimeException failure) {
    if (failure instanceof StorageException storage) {
      log.storeFailed(storage);
      return storage instanceof StorageException.Full ? Replies.FULL : Replies.UNAVAILABLE;
    }
    log.bug(failure);
    return Replies.UNAVAILABLE;
  }

  /// A spool that cannot be written or read.
  static Reply reply(SessionLog log, IOException failure) {
    log.spoolFailed(failure);
    return isFull(failure) ? Replies.FULL : Replies.UNAVAILABLE;
  }

  /// The JDK has no type for it; these are the texts of Linux and of BSD for ENOSPC and EDQUOT.
  private static boolean isFull(IOException failure) {
    var text = String.valueOf(failure.getMessage());
    return text.contains("No space left on device") || text.contains("quota exceeded");
  }
}

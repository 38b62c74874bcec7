package org.posthorn.servers.smtp;

import java.io.IOException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one ladder from what goes wrong on our side to what the client hears. All of it is
/// temporary: the sender keeps the message and comes back.
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Reply reply(Connection connection, RuntimeException failure) {
    return switch (failure) {
      case StorageException.Full full -> {
        LOG.warn("{} no room: {}", connection, full.getMessage());
        yield Replies.FULL;
      }
      case StorageException storage -> {
        LOG.warn("{} the store does not work: {}", connection, storage.getMessage());
        yield Replies.UNAVAILABLE;
      }
      default -> {
        LOG.error("{} a command failed, which is a bug", connection, failure);
        yield Replies.UNAVAILABLE;
      }
    };
  }

  /// A spool that cannot be written or read.
  static Reply reply(Connection connection, IOException failure) {
    LOG.warn("{} cannot keep the message: {}", connection, failure.toString());
    return isFull(failure) ? Replies.FULL : Replies.UNAVAILABLE;
  }

  /// The JDK has no type for it; these are the texts of Linux and of BSD for ENOSPC and EDQUOT.
  private static boolean isFull(IOException failure) {
    var text = String.valueOf(failure.getMessage());
    return text.contains("No space left on device") || text.contains("quota exceeded");
  }
}

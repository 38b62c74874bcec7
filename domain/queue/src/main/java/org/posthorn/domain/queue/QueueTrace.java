package org.posthorn.domain.queue;

import java.sql.SQLException;
import org.posthorn.platform.storage.Transaction;

/// Keeps the stories of messages. Told inside the transaction that makes the event true, so it may
/// be told again when that is run again, and only what it writes to `tx` may last.
@FunctionalInterface
public interface QueueTrace {

  /// Steps of one attempt that are told; an attempt with more has many recipients, of which the
  /// outcomes are told anyway.
  int MAX_STEPS = 60;

  /// Notes what happened to a message, which is named as its [NewMail] was.
  void event(Transaction tx, String messageId, QueueEvent event) throws SQLException;

  /// Keeps nothing.
  QueueTrace NONE = (_, _, _) -> {};
}

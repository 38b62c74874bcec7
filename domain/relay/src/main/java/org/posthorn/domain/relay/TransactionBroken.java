package org.posthorn.domain.relay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// The session has ended in the middle of a transaction.
final class TransactionBroken extends Exception {

  final transient ConnectionFailure failure;
  final Sent.Known known;

  /// What the host said of the message; it is the answer for everybody who was in the transaction.
  final transient @Nullable Reply verdict;

  TransactionBroken(ConnectionFailure failure, Sent.Known known) {
    this(failure, known, null);
  }

  private TransactionBroken(ConnectionFailure failure, Sent.Known known, @Nullable Reply verdict) {
    super(failure.text(), null, false, false);
    this.failure = failure;
    this.known = known;
    this.verdict = verdict;
  }

  /// The host has refused the message and is gone.
  static TransactionBroken refused(ConnectionFailure failure, Reply verdict) {
    return new TransactionBroken(failure, Sent.Known.NOT_TAKEN, verdict);
  }

  /// Our own disk has failed.
  static TransactionBroken ofSource(IOException cause) {
    var reason = "the message cannot be read: " + Plain.text(String.valueOf(cause.getMessage()));
    return new TransactionBroken(
        ConnectionFailure.of("4.3.0", reason, Next.LATER), Sent.Known.NOT_TAKEN);
  }

  /// For recipients without an answer: always temporary.
  EnhancedCode code() {
    var code = failure.code();
    return new EnhancedCode(4, code.subject(), code.detail());
  }
}

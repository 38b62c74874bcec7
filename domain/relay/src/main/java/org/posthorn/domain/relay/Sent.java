package org.posthorn.domain.relay;

import java.util.List;

/// What became of a message, recipient by recipient, in the order in which they were given.
public sealed interface Sent {

  List<RecipientOutcome> outcomes();

  /// Everything was answered; the session may be used again unless it is exhausted.
  record Complete(List<RecipientOutcome> outcomes) implements Sent {
    public Complete {
      outcomes = List.copyOf(outcomes);
    }
  }

  /// The connection is gone. Recipients that had no answer are temporary failures.
  record Broken(List<RecipientOutcome> outcomes, ConnectionFailure failure, Known known)
      implements Sent {
    public Broken {
      outcomes = List.copyOf(outcomes);
    }
  }

  /// What is known of the message for those recipients.
  enum Known {
    /// It was not sent to its end, so the host cannot have taken it.
    NOT_TAKEN,
    /// It was sent to its end and the answer is missing: the host may have taken it. To send it
    /// again may make two of it, not to send it may lose it (RFC 1047).
    UNKNOWN
  }
}

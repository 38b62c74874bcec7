package org.posthorn.wire.smtp;

import org.posthorn.wire.mail.EmailAddress;

/// Where reports about a message go: `Reverse-path = Path / "<>"` (RFC 5321 §4.1.2).
public sealed interface ReversePath {

  /// `<>`: a report or something else that must not be answered (RFC 5321 §4.5.5).
  record Null() implements ReversePath {
    @Override
    public String toString() {
      return "<>";
    }
  }

  record Mailbox(EmailAddress address) implements ReversePath {
    @Override
    public String toString() {
      return "<" + address + ">";
    }
  }
}

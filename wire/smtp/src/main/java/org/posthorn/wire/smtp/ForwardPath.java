package org.posthorn.wire.smtp;

import org.posthorn.wire.mail.EmailAddress;

/// A recipient: `Forward-path`, or `"<Postmaster>"` without a domain (RFC 5321 §4.1.1.3).
///
/// `<Postmaster@domain>` is a mailbox like any other here; that it always exists is the directory's
/// business.
public sealed interface ForwardPath {

  /// The postmaster of this host, whatever domain that is.
  record Postmaster() implements ForwardPath {
    @Override
    public String toString() {
      return "<Postmaster>";
    }
  }

  record Mailbox(EmailAddress address) implements ForwardPath {
    @Override
    public String toString() {
      return "<" + address + ">";
    }
  }
}

package org.posthorn.domain.feedback;

import java.net.URI;
import org.posthorn.wire.mail.EmailAddress;

/// Takes finished reports to where they are wanted. A call takes as long as it takes.
public interface ReportPost {

  /// What came of it.
  sealed interface Posted {

    /// Somebody has it: a mailbox, the queue, a server.
    record Taken() implements Posted {}

    /// Not now.
    record Later(String reason) implements Posted {}

    /// Never.
    record Refused(String reason) implements Posted {}
  }

  /// How much it matters that nobody reads along.
  enum Secrecy {
    /// As for all mail.
    USUAL,
    /// Not at all: what fails is TLS (RFC 8460 §3: reports are delivered despite any failure).
    NONE
  }

  /// Signs a message and sends it, with the null reverse-path.
  Posted mail(byte[] message, EmailAddress from, EmailAddress to, Secrecy secrecy);

  /// Hands a report to an HTTPS server (RFC 8460 §5.4).
  Posted post(URI to, String mediaType, byte[] report);
}

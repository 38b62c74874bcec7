package org.posthorn.wire.report;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// Who writes a report to whom. It is sent with the null reverse-path, whatever `from` is (RFC 3464
/// §2, RFC 8098 §3), and with NOTIFY=NEVER where that is understood (RFC 3461 §6.1).
///
/// @param from of a delivery report a human who looks after this host; of a disposition
///   notification the person it is about
/// @param fromName shown beside the address; may be empty
/// @param to at least one, at most 100; of a delivery report the reverse-path of the original
/// @param host whose name the Message-ID ends with
public record ReportMail(
    EmailAddress from, String fromName, List<EmailAddress> to, DomainName host) {

  private static final int MAX_TO = 100;

  public ReportMail {
    if (to.isEmpty() || to.size() > MAX_TO)
      throw new IllegalArgumentException("a report to " + to.size() + " addresses");
    to = List.copyOf(to);
  }

  /// The usual delivery report: from the postmaster of a domain.
  public static ReportMail fromPostmaster(DomainName host, String name, EmailAddress to) {
    var localpart = new Localpart("postmaster");
    return new ReportMail(new EmailAddress(localpart, host), name, List.of(to), host);
  }
}

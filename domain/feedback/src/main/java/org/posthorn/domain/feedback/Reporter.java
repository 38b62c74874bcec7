package org.posthorn.domain.feedback;

import org.posthorn.wire.mail.EmailAddress;

/// Who we are to those whom we report to.
///
/// @param from an ASCII address in a domain of ours that signs (RFC 7489 §7.2.1.1, RFC 8460 §3)
/// @param contact whom to ask about reports
public record Reporter(EmailAddress from, String organization, EmailAddress contact) {

  /// `Submitter`: as file names and subjects of DMARC reports call us.
  String receiver() {
    return from.domain().ascii();
  }

  /// The same for TLS reports, which want the domain of the contact (RFC 8460 §5.1, §5.3).
  String submitter() {
    return contact.domain().ascii();
  }
}

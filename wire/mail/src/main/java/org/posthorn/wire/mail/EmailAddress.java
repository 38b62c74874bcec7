package org.posthorn.wire.mail;

import org.posthorn.wire.mail.AddressException.Reason;

/// An address that mail can be sent to: `Mailbox` of RFC 5321 §4.1.2 with RFC 6531 §3.3, without
/// display name.
///
/// The text is kept as it was written (but for needless quotes); two addresses are the same mailbox
/// when their `key()`s are equal.
public record EmailAddress(Localpart localpart, DomainName domain) {

  /// Parses `localpart@domain`, and nothing around it.
  public static EmailAddress parse(String text) throws AddressException {
    if (text.isEmpty()) throw new AddressException(Reason.EMPTY);
    // A domain has no @, a quoted local part may have some.
    int at = text.lastIndexOf('@');
    if (at < 0) throw new AddressException(Reason.NO_AT_SIGN);
    return new EmailAddress(
        Localpart.parse(text.substring(0, at)), DomainName.parse(text.substring(at + 1)));
  }

  /// What lookups use: local part and domain in their folded forms.
  public String key() {
    return localpart.key() + "@" + domain.key();
  }

  /// The address with the domain in A-labels: the form for hosts without SMTPUTF8, when
  /// `needsSmtputf8()` is false.
  public String ascii() {
    return localpart + "@" + domain.ascii();
  }

  /// The same mailbox with its domain in A-labels, as in `ascii()`.
  public EmailAddress withAsciiDomain() {
    return domain.isAscii() ? this : new EmailAddress(localpart, new DomainName(domain.ascii()));
  }

  /// True when no ASCII form exists, because the local part is not ASCII.
  public boolean needsSmtputf8() {
    return !localpart.isAscii();
  }

  @Override
  public String toString() {
    return localpart + "@" + domain;
  }
}

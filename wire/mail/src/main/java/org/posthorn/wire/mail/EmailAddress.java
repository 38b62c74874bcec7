package org.posthorn.wire.mail;

/// An address that mail can be sent to: `Mailbox` of RFC 5321 §4.1.2, without display name.
///
/// The text is kept as it was written; two addresses are the same mailbox when their `key()`s are
/// equal.
public record EmailAddress(Localpart localpart, DomainName domain) {

  /// What lookups use: local part and domain in their folded forms.
  public String key() {
    return localpart.key() + "@" + domain.key();
  }

  @Override
  public String toString() {
    return localpart + "@" + domain;
  }
}

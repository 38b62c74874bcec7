package org.posthorn.wire.smtp;

import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;

/// What a client calls itself in EHLO, HELO or LHLO. Worth nothing until it is checked.
///
/// @param text printable ASCII without spaces, 1 to 255 octets
public record HelloName(String text) {

  /// What a name is by its looks.
  public enum Form {
    DOMAIN,
    ADDRESS_LITERAL,
    /// Neither. RFC 5321 §4.1.1.1 forbids it, a good part of the world's printers and offices sends
    /// it: whether to talk to them is policy, not grammar.
    OTHER
  }

  public Form form() {
    try {
      return DomainName.parse(text).isLiteral() ? Form.ADDRESS_LITERAL : Form.DOMAIN;
    } catch (AddressException _) {
      return Form.OTHER;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

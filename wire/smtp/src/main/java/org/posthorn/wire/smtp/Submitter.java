package org.posthorn.wire.smtp;

import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Who is said to have submitted a message: the AUTH parameter of MAIL (RFC 4954 §5). Only a
/// trusted client's word counts.
public sealed interface Submitter {

  /// `<>`: not known, or not sufficiently authenticated.
  record Unknown() implements Submitter {
    @Override
    public String toString() {
      return "<>";
    }
  }

  record Mailbox(EmailAddress address) implements Submitter {
    @Override
    public String toString() {
      return Xtext.encode(address.toString());
    }
  }

  /// The value is a mailbox or `<>` in xtext.
  static Submitter parse(String value) {
    var text = Xtext.decode(value);
    if (text == null) throw new IllegalArgumentException("not xtext");
    if (text.equals("<>")) return new Unknown();
    try {
      return new Mailbox(EmailAddress.parse(text));
    } catch (AddressException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

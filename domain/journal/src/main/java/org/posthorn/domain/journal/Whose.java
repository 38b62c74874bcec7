package org.posthorn.domain.journal;

import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Whose mail a rule is about: who has sent it or gets it.
public sealed interface Whose {

  boolean includes(EmailAddress address);

  /// All mail.
  record Everybody() implements Whose {
    @Override
    public boolean includes(EmailAddress address) {
      return true;
    }

    @Override
    public String toString() {
      return "*";
    }
  }

  /// All addresses of a domain.
  record OfDomain(DomainName domain) implements Whose {
    @Override
    public boolean includes(EmailAddress address) {
      return address.domain().key().equals(domain.key());
    }

    @Override
    public String toString() {
      return "@" + domain;
    }
  }

  record OfPerson(EmailAddress person) implements Whose {
    @Override
    public boolean includes(EmailAddress address) {
      return address.key().equals(person.key());
    }

    @Override
    public String toString() {
      return person.toString();
    }
  }

  /// Reads `*`, `@example.org` or `romeo@example.org`.
  static Whose parse(String text) throws AddressException {
    if (text.equals("*")) return new Everybody();
    if (text.startsWith("@")) return new OfDomain(DomainName.parse(text.substring(1)));
    return new OfPerson(EmailAddress.parse(text));
  }
}

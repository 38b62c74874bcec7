package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// What became of a change to a list. [#inWords] is for the one who asked for it.
public sealed interface MailingListResult {

  String inWords();

  /// It is done and durable.
  record Done(MailingList list) implements MailingListResult {
    @Override
    public String inWords() {
      return list.address() + " is done";
    }
  }

  /// An account, an alias or another list has this address, or that of its owners.
  ///
  /// @param by what it is, in words
  record AddressTaken(EmailAddress address, String by) implements MailingListResult {
    @Override
    public String inWords() {
      return address + " is " + by + " already";
    }
  }

  record NoSuchDomain(DomainName name) implements MailingListResult {
    @Override
    public String inWords() {
      return name + " is not one of our domains";
    }
  }

  record NoSuchList(EmailAddress address) implements MailingListResult {
    @Override
    public String inWords() {
      return "there is no list " + address;
    }
  }

  /// People at our domains that lead nowhere.
  record UnknownPeople(List<EmailAddress> addresses) implements MailingListResult {
    public UnknownPeople {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String inWords() {
      return "these are at our domains but do not exist: "
          + String.join(", ", addresses.stream().map(EmailAddress::toString).toList());
    }
  }

  record InUse(EmailAddress address, List<String> by) implements MailingListResult {
    public InUse {
      by = List.copyOf(by);
    }

    @Override
    public String inWords() {
      return address + " is in use by " + String.join(", ", by);
    }
  }

  record Invalid(String reason) implements MailingListResult {
    @Override
    public String inWords() {
      return reason;
    }
  }
}

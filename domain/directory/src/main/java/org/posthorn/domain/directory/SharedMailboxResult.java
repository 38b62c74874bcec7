package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.EmailAddress;

/// What became of a change to a shared mailbox. [#inWords] is for the one who asked for it.
public sealed interface SharedMailboxResult {

  String inWords();

  /// It is done and durable.
  record Done(SharedMailbox mailbox) implements SharedMailboxResult {
    @Override
    public String inWords() {
      return mailbox.account().address() + " is done";
    }
  }

  /// Its account could not be made.
  record NotMade(AccountResult.OfAdd why) implements SharedMailboxResult {
    @Override
    public String inWords() {
      return why.inWords();
    }
  }

  record NoSuchMailbox(EmailAddress address) implements SharedMailboxResult {
    @Override
    public String inWords() {
      return "there is no shared mailbox " + address;
    }
  }

  /// Members are accounts of people here.
  record NotPeople(List<EmailAddress> addresses) implements SharedMailboxResult {
    public NotPeople {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String inWords() {
      return "these are no accounts of people here: "
          + String.join(", ", addresses.stream().map(EmailAddress::toString).toList());
    }
  }

  record TooManyMembers() implements SharedMailboxResult {
    @Override
    public String inWords() {
      return "a shared mailbox has at most %,d members".formatted(SharedMailbox.MAX_MEMBERS);
    }
  }
}

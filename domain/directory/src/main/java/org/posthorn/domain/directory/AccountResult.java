package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// What became of a change to an account. [#inWords] is for the one who asked for it.
public sealed interface AccountResult {

  String inWords();

  /// What adding may answer.
  sealed interface OfAdd extends AccountResult {}

  /// What changing the settings may answer.
  sealed interface OfChange extends AccountResult {}

  /// What giving another address may answer.
  sealed interface OfRename extends AccountResult {}

  /// What setting a password may answer.
  sealed interface OfPassword extends AccountResult {}

  /// What removing may answer.
  sealed interface OfRemove extends AccountResult {}

  /// It is done and durable.
  record Done(Account account) implements OfAdd, OfChange, OfRename, OfPassword, OfRemove {
    @Override
    public String inWords() {
      return account.address() + " is done";
    }
  }

  /// Another account or an alias has this address.
  ///
  /// @param by what it is, in words: `an account`, `an alias`
  record AddressTaken(EmailAddress address, String by) implements OfAdd, OfRename {
    @Override
    public String inWords() {
      return address + " is " + by + " already";
    }
  }

  record NoSuchDomain(DomainName name) implements OfAdd, OfRename {
    @Override
    public String inWords() {
      return name + " is not one of our domains";
    }
  }

  record NoSuchAccount(String name) implements OfChange, OfRename, OfPassword, OfRemove {
    @Override
    public String inWords() {
      return "there is no account " + name;
    }
  }

  /// The password is easy to guess, too short or too long.
  ///
  /// @param reasons sentences for the one who chose the password
  record WeakPassword(List<String> reasons) implements OfAdd, OfPassword {
    public WeakPassword {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String inWords() {
      return "The password is refused. " + String.join(" ", reasons);
    }
  }

  /// The text is not a stored form of a password that can be checked here.
  record UnusableHash(String reason) implements OfAdd, OfPassword {
    @Override
    public String inWords() {
      return "The stored password cannot be used: " + reason;
    }
  }

  record InUse(EmailAddress address, List<String> by) implements OfRemove {
    public InUse {
      by = List.copyOf(by);
    }

    @Override
    public String inWords() {
      return address + " is in use by " + String.join(", ", by);
    }
  }

  record Invalid(String reason) implements OfAdd, OfChange, OfRename, OfPassword {
    @Override
    public String inWords() {
      return reason;
    }
  }

  /// Too many passwords are being hashed just now.
  record Busy() implements OfAdd, OfPassword {
    @Override
    public String inWords() {
      return "too many passwords are being hashed; try again";
    }
  }
}

package org.posthorn.domain.directory;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// What became of a change to an alias. [#inWords] is for the one who asked for it.
public sealed interface AliasResult {

  String inWords();

  /// What adding may answer.
  sealed interface OfAdd extends AliasResult {}

  /// What changing may answer.
  sealed interface OfChange extends AliasResult {}

  /// What removing may answer.
  sealed interface OfRemove extends AliasResult {}

  /// It is done and durable.
  record Done(Alias alias) implements OfAdd, OfChange, OfRemove {
    @Override
    public String inWords() {
      return alias.address() + " is done";
    }
  }

  /// An account or another alias has this address.
  ///
  /// @param by what it is, in words: `an account`, `an alias`
  record AddressTaken(EmailAddress address, String by) implements OfAdd {
    @Override
    public String inWords() {
      return address + " is " + by + " already";
    }
  }

  record NoSuchDomain(DomainName name) implements OfAdd {
    @Override
    public String inWords() {
      return name + " is not one of our domains";
    }
  }

  record NoSuchAlias(EmailAddress address) implements OfChange, OfRemove {
    @Override
    public String inWords() {
      return "there is no alias " + address;
    }
  }

  /// A target at one of our domains that is neither an account nor an alias, nor caught.
  record UnknownTargets(List<EmailAddress> addresses) implements OfAdd, OfChange {
    public UnknownTargets {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String inWords() {
      return "these targets are at our domains but do not exist: "
          + String.join(", ", addresses.stream().map(EmailAddress::toString).toList());
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

  record Invalid(String reason) implements OfAdd, OfChange {
    @Override
    public String inWords() {
      return reason;
    }
  }
}

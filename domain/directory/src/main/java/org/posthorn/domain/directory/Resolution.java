package org.posthorn.domain.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Where mail for an address goes, and why: [#steps] tells the rules that were taken, in words and
/// in order, for `address test` and for logs.
public sealed interface Resolution {

  List<String> steps();

  /// Mail is taken. At least one of the three is not empty.
  ///
  /// @param accounts each account once
  /// @param elsewhere addresses on other servers, each once
  /// @param lists each once; who their members are is not in the others
  record Found(
      List<Recipient> accounts, List<Elsewhere> elsewhere, List<OfList> lists, List<String> steps)
      implements Resolution {
    public Found {
      lists = List.copyOf(lists);
      accounts = List.copyOf(accounts);
      elsewhere = List.copyOf(elsewhere);
      steps = List.copyOf(steps);
    }
  }

  /// An account that gets the message.
  ///
  /// @param detail what followed the separator (`lists` of `romeo+lists`); null without one
  record Recipient(Account account, @Nullable String detail) {}

  /// An address on another server.
  ///
  /// @param by the domain of ours that leads there, by an alias or what it catches
  record Elsewhere(EmailAddress address, DomainName by) {}

  /// A list that gets the message, and whom it leads to now.
  record OfList(MailingList list, People members, People owners) {}

  /// Accounts and addresses elsewhere, each once.
  record People(List<Account> accounts, List<EmailAddress> elsewhere) {
    public People {
      accounts = List.copyOf(accounts);
      elsewhere = List.copyOf(elsewhere);
    }

    public int size() {
      return accounts.size() + elsewhere.size();
    }
  }

  /// The domain is not hosted here: mail for it is relayed or refused, which is not decided here.
  record NotOurs(List<String> steps) implements Resolution {
    public NotOurs {
      steps = List.copyOf(steps);
    }

    static NotOurs of(DomainName domain) {
      return new NotOurs(List.of("%s is not one of our domains".formatted(domain)));
    }
  }

  /// The domain is ours, the address does not exist.
  record UnknownUser(List<String> steps) implements Resolution {
    public UnknownUser {
      steps = List.copyOf(steps);
    }
  }

  /// It exists, but is turned off: the domain, the alias, or every account that it leads to.
  record Disabled(List<String> steps) implements Resolution {
    public Disabled {
      steps = List.copyOf(steps);
    }
  }

  /// Aliases that lead to nothing but each other.
  record AliasLoop(List<String> steps) implements Resolution {
    public AliasLoop {
      steps = List.copyOf(steps);
    }
  }

  /// Aliases that lead deeper or wider than [#MAX_DEPTH] and [#MAX_WIDTH]: nothing is delivered,
  /// because delivering to some of the targets would be a silent loss.
  record TooMany(List<String> steps) implements Resolution {
    public TooMany {
      steps = List.copyOf(steps);
    }
  }

  /// How many aliases may follow each other.
  int MAX_DEPTH = 10;

  /// How many addresses one address may lead to, the aliases on the way included.
  int MAX_WIDTH = 2_000;
}

package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is answered about domains, accounts, aliases, lists and shared mailboxes.
sealed interface DirectoryAnswer extends AdminAnswer {

  record OneDomain(
      String name,
      @Nullable String sameAs,
      boolean enabled,
      String plusSeparators,
      @Nullable String catchAll,
      @Nullable String administrator,
      Instant created)
      implements DirectoryAnswer {}

  record DomainPage(List<OneDomain> domains) implements DirectoryAnswer {
    public DomainPage {
      domains = List.copyOf(domains);
    }
  }

  /// An account and what it holds.
  ///
  /// @param quotaBytes 0 is no limit
  /// @param quotaMessages 0 is no limit
  /// @param referral `moved HOST` or `advised HOST`; null where its mail is here
  /// @param password only when the server has just made it
  record OneAccount(
      long id,
      String address,
      String displayName,
      boolean enabled,
      boolean admin,
      long quotaBytes,
      long quotaMessages,
      long usedBytes,
      long usedMessages,
      Instant created,
      @Nullable String referral,
      @Nullable String password)
      implements DirectoryAnswer {

    OneAccount withPassword(@Nullable String text) {
      return new OneAccount(
          id,
          address,
          displayName,
          enabled,
          admin,
          quotaBytes,
          quotaMessages,
          usedBytes,
          usedMessages,
          created,
          referral,
          text);
    }

    @Override
    public String toString() {
      return "account " + address;
    }
  }

  /// Accounts in the order of their addresses.
  ///
  /// @param next where the next page begins; null after the last
  record AccountPage(List<OneAccount> accounts, @Nullable String next) implements DirectoryAnswer {
    public AccountPage {
      accounts = List.copyOf(accounts);
    }
  }

  record OneAlias(String address, List<String> targets, boolean enabled, Instant created)
      implements DirectoryAnswer {
    public OneAlias {
      targets = List.copyOf(targets);
    }
  }

  /// Aliases in the order of their addresses.
  ///
  /// @param next where the next page begins; null after the last
  record AliasPage(List<OneAlias> aliases, @Nullable String next) implements DirectoryAnswer {
    public AliasPage {
      aliases = List.copyOf(aliases);
    }
  }

  /// A list, with the number of its members.
  ///
  /// @param posting who may write: `anybody`, `members`, `owners` or `domain`
  record OneList(
      String address,
      String title,
      boolean enabled,
      String posting,
      long maxBytes,
      int maxRecipients,
      List<String> owners,
      int members,
      Instant created)
      implements DirectoryAnswer {
    public OneList {
      owners = List.copyOf(owners);
    }
  }

  /// Somebody who uses a shared mailbox.
  ///
  /// @param rights letters of RFC 4314
  record SharedMember(String address, String rights, boolean sendAs) {}

  /// A mailbox that several people use, whose `seen` is `shared` or `private`.
  record OneShared(
      String address, String name, boolean enabled, String seen, List<SharedMember> members)
      implements DirectoryAnswer {
    public OneShared {
      members = List.copyOf(members);
    }
  }

  record SharedPage(List<OneShared> mailboxes) implements DirectoryAnswer {
    public SharedPage {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  record ListPage(List<OneList> lists) implements DirectoryAnswer {
    public ListPage {
      lists = List.copyOf(lists);
    }
  }

  record ListMembers(String address, List<String> members) implements DirectoryAnswer {
    public ListMembers {
      members = List.copyOf(members);
    }
  }

  /// In the order of the rows.
  record ImportReport(List<ImportedRow> rows) implements DirectoryAnswer {
    public ImportReport {
      rows = List.copyOf(rows);
    }
  }

  /// What became of one row.
  ///
  /// @param outcome `added`, `existing` (left as it was) or `refused`
  /// @param reason why it was refused
  record ImportedRow(int line, String address, String outcome, @Nullable String reason) {}

  /// What would happen to mail for an address, and why.
  ///
  /// @param verdict `accept`, `later` (refused for now) or `refuse`
  /// @param reason why it is not taken, as the log names it
  /// @param accounts who gets it
  /// @param steps the rules that were taken, in order
  record AddressVerdict(
      String address,
      String verdict,
      @Nullable String reason,
      List<String> accounts,
      List<String> steps)
      implements DirectoryAnswer {
    public AddressVerdict {
      accounts = List.copyOf(accounts);
      steps = List.copyOf(steps);
    }
  }
}

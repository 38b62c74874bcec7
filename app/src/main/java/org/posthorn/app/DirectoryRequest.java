package org.posthorn.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.AccountPage;
import org.posthorn.app.DirectoryAnswer.AddressVerdict;
import org.posthorn.app.DirectoryAnswer.AliasPage;
import org.posthorn.app.DirectoryAnswer.DomainPage;
import org.posthorn.app.DirectoryAnswer.ImportReport;
import org.posthorn.app.DirectoryAnswer.ListMembers;
import org.posthorn.app.DirectoryAnswer.ListPage;
import org.posthorn.app.DirectoryAnswer.OneAccount;
import org.posthorn.app.DirectoryAnswer.OneAlias;
import org.posthorn.app.DirectoryAnswer.OneDomain;
import org.posthorn.app.DirectoryAnswer.OneList;
import org.posthorn.app.DirectoryAnswer.OneShared;
import org.posthorn.app.DirectoryAnswer.SharedPage;
import org.posthorn.domain.directory.ListQuery;

/// Asks about domains, accounts, aliases, lists and shared mailboxes.
sealed interface DirectoryRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  /// Makes a domain ours.
  ///
  /// @param sameAs the domain that this is to be another name of
  record AddDomain(String name, @Nullable String sameAs) implements DirectoryRequest<OneDomain> {}

  record ListDomains() implements DirectoryRequest<DomainPage> {}

  /// Changes what is not null.
  ///
  /// @param catchAll an address, or empty text for none
  /// @param administrator an account's address, or empty text for none
  record ChangeDomain(
      String name,
      @Nullable Boolean enabled,
      @Nullable String plusSeparators,
      @Nullable String catchAll,
      @Nullable String administrator)
      implements DirectoryRequest<OneDomain> {}

  /// Removes a domain.
  ///
  /// @param all its accounts with their mail and its aliases too
  record RemoveDomain(String name, boolean all) implements DirectoryRequest<Done> {}

  record AddAccount(String address, AccountChange settings)
      implements DirectoryRequest<OneAccount> {}

  /// Settings of an account; null leaves what is, or takes the default for a new one.
  ///
  /// @param quota a size, or `none`
  /// @param quotaMessages 0 is no limit
  /// @param referral `moved HOST`, `advised HOST`, or `none`
  record AccountChange(
      @Nullable String displayName,
      @Nullable Boolean enabled,
      @Nullable Boolean admin,
      @Nullable String quota,
      @Nullable Long quotaMessages,
      @Nullable String referral,
      @Nullable Password password) {}

  /// A password to be set.
  ///
  /// @param text empty with [PasswordKind#GENERATED] and [PasswordKind#NONE]
  record Password(PasswordKind kind, String text) {
    @Override
    public String toString() {
      return kind.toString();
    }
  }

  /// Where a password comes from.
  enum PasswordKind {
    /// A person chose it, so it must not be easy to guess.
    CHOSEN,
    /// As another server stored it: `{SCHEME}data` or a crypt(3) text.
    STORED,
    /// The server makes one and tells it.
    GENERATED,
    /// Nobody can log in.
    NONE
  }

  /// A page of accounts.
  ///
  /// @param after the last address of the page before
  record ListAccounts(
      @Nullable String domain, @Nullable String text, @Nullable String after, int limit)
      implements DirectoryRequest<AccountPage> {}

  record ChangeAccount(String address, @Nullable String newAddress, AccountChange settings)
      implements DirectoryRequest<OneAccount> {}

  /// Removes an account and its mail for good.
  ///
  /// @param all also what depends on it, such as aliases that lead nowhere else
  record RemoveAccount(String address, boolean all) implements DirectoryRequest<Done> {}

  /// A few hundred at a time; whoever has more asks again.
  record ImportAccounts(List<ImportRow> rows) implements DirectoryRequest<ImportReport> {
    public ImportAccounts {
      rows = List.copyOf(rows);
    }
  }

  record ImportRow(int line, String address, String password, String name, String quota) {
    @Override
    public String toString() {
      return "line " + line + ": " + address;
    }
  }

  record AddAlias(String address, List<String> targets) implements DirectoryRequest<OneAlias> {
    public AddAlias {
      targets = List.copyOf(targets);
    }
  }

  record ListAliases(
      @Nullable String domain, @Nullable String text, @Nullable String after, int limit)
      implements DirectoryRequest<AliasPage> {}

  /// Changes what is not null.
  ///
  /// @param targets instead of those that are; empty leaves them
  record ChangeAlias(
      String address,
      List<String> targets,
      List<String> moreTargets,
      List<String> lessTargets,
      @Nullable Boolean enabled)
      implements DirectoryRequest<OneAlias> {
    public ChangeAlias {
      targets = List.copyOf(targets);
      moreTargets = List.copyOf(moreTargets);
      lessTargets = List.copyOf(lessTargets);
    }
  }

  /// Removes an alias.
  ///
  /// @param all also what depends on it
  record RemoveAlias(String address, boolean all) implements DirectoryRequest<Done> {}

  /// Settings of a list; null leaves what is, or takes the default for a new one.
  ///
  /// @param posting `anybody`, `members`, `owners` or `domain`
  /// @param maxSize a size
  /// @param owners instead of those that are; empty leaves them
  record ListChange(
      @Nullable String title,
      @Nullable Boolean enabled,
      @Nullable String posting,
      @Nullable String maxSize,
      @Nullable Integer maxRecipients,
      List<String> owners) {
    public ListChange {
      owners = List.copyOf(owners);
    }
  }

  record AddList(String address, ListChange settings, List<String> members)
      implements DirectoryRequest<OneList> {
    public AddList {
      members = List.copyOf(members);
    }
  }

  record ChangeList(String address, ListChange settings) implements DirectoryRequest<OneList> {}

  /// The lists of a domain, or all; at most [ListQuery#MAX_LIMIT].
  record ListLists(@Nullable String domain, @Nullable String text)
      implements DirectoryRequest<ListPage> {}

  /// Shows a list's members, after some were added and others taken out.
  record ChangeListMembers(String address, List<String> more, List<String> less)
      implements DirectoryRequest<ListMembers> {
    public ChangeListMembers {
      more = List.copyOf(more);
      less = List.copyOf(less);
    }
  }

  /// Removes a list.
  ///
  /// @param all also what depends on it
  record RemoveList(String address, boolean all) implements DirectoryRequest<Done> {}

  /// What becomes of the members of a shared mailbox.
  ///
  /// @param seen `shared` or `private`; null leaves it
  /// @param more addresses, each with `=` and rights if they are not `full`
  /// @param less addresses of those who are taken out
  /// @param senders addresses of members who may send in its name
  /// @param silenced addresses of members who may not any more
  record SharedChange(
      @Nullable String seen,
      List<String> more,
      List<String> less,
      List<String> senders,
      List<String> silenced) {
    public SharedChange {
      more = List.copyOf(more);
      less = List.copyOf(less);
      senders = List.copyOf(senders);
      silenced = List.copyOf(silenced);
    }
  }

  /// Makes a shared mailbox.
  ///
  /// @param quota a size; null is no limit
  record AddShared(
      String address, @Nullable String name, @Nullable String quota, SharedChange change)
      implements DirectoryRequest<OneShared> {}

  /// Shows who uses a shared mailbox, after some changes.
  record ChangeShared(String address, SharedChange change) implements DirectoryRequest<OneShared> {}

  /// The shared mailboxes of a domain, or all; at most [ListQuery#MAX_LIMIT].
  record ListShared(@Nullable String domain, @Nullable String text)
      implements DirectoryRequest<SharedPage> {}

  /// Makes a new secret for the addresses that stand for senders of mail that is sent on.
  record RotateForwarding() implements DirectoryRequest<Done> {}

  /// Tells what would happen to mail, and why.
  ///
  /// @param from the sender; null is a stranger
  record TestAddress(String address, @Nullable String from)
      implements DirectoryRequest<AddressVerdict> {}
}

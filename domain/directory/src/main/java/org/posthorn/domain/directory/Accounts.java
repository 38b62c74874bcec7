package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.domain.directory.CredentialStore.Stored;
import org.posthorn.domain.directory.NewPasswords.Ready;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// The accounts. Every change is durable when it returns, with its audit entry. Any thread may
/// call.
///
/// What belongs to an account elsewhere (mailboxes) is made by the caller from the account that
/// comes back, and must be made again without harm: a crash may come in between.
public final class Accounts {

  private final Resolutions database;
  private final InstantSource clock;
  private final NewPasswords passwords;
  private final PartitionId partition;

  Accounts(
      Resolutions database, InstantSource clock, NewPasswords passwords, PartitionId partition) {
    this.database = database;
    this.clock = clock;
    this.passwords = passwords;
    this.partition = partition;
  }

  /// Makes an account.
  ///
  /// @param address at any name of a domain of ours; the account gets the domain's own
  public AccountResult.OfAdd add(
      Actor actor, EmailAddress address, AccountSettings settings, NewPassword password) {
    var fault = fault(settings);
    if (fault != null) return new AccountResult.Invalid(fault);
    return switch (passwords.ready(password, address)) {
      case Ready.Weak(var reasons) -> new AccountResult.WeakPassword(reasons);
      case Ready.Unusable(var reason) -> new AccountResult.UnusableHash(reason);
      case Ready.Busy() -> new AccountResult.Busy();
      case Ready.Credentials(var stored) -> {
        var by = new By(actor, clock.instant());
        yield database.write(tx -> add(tx, by, new Draft(address, settings, stored)));
      }
    };
  }

  /// An account to be.
  record Draft(EmailAddress address, AccountSettings settings, Stored credentials) {}

  AccountResult.OfAdd add(Transaction tx, By by, Draft draft) {
    var address = draft.address;
    var hosted = DomainStore.hosted(tx, address.domain());
    if (hosted == null) return new AccountResult.NoSuchDomain(address.domain());
    var domain = hosted.domain();
    var there = AccountStore.entry(tx, domain.id(), address.localpart());
    if (there != null) return new AccountResult.AddressTaken(address, Words.kind(there));
    var account =
        AccountStore.insert(
            tx,
            domain.id(),
            new Account(
                new AccountId(0),
                new EmailAddress(address.localpart(), domain.name()),
                draft.settings,
                partition,
                by.at()));
    CredentialStore.replace(tx, account.id(), draft.credentials, by.at());
    AuditStore.added(tx, by, account);
    return new AccountResult.Done(account);
  }

  static @Nullable String fault(AccountSettings settings) {
    var name = settings.displayName();
    if (name.length() > AccountSettings.MAX_NAME_CHARACTERS)
      return "the display name has more than "
          + AccountSettings.MAX_NAME_CHARACTERS
          + " characters";
    return name.chars().anyMatch(Character::isISOControl)
        ? "the display name has control characters"
        : null;
  }

  /// Changes the settings of an account.
  ///
  /// @param change from the settings that are to those that shall be; may run more than once
  public AccountResult.OfChange change(
      Actor actor, AccountId id, UnaryOperator<AccountSettings> change) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var before = AccountStore.find(tx, id);
      if (before == null) return new AccountResult.NoSuchAccount("" + id);
      var settings = change.apply(before.settings());
      var fault = fault(settings);
      if (fault != null) return new AccountResult.Invalid(fault);
      if (settings.equals(before.settings())) return new AccountResult.Done(before);
      var after = new Account(id, before.address(), settings, before.partition(), before.created());
      AccountStore.update(tx, id, settings);
      AuditStore.changed(tx, by, before, after);
      return new AccountResult.Done(after);
    });
  }

  /// Gives the account another address; aliases that lead to the account follow.
  public AccountResult.OfRename rename(Actor actor, AccountId id, EmailAddress address) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var before = AccountStore.find(tx, id);
      if (before == null) return new AccountResult.NoSuchAccount("" + id);
      var hosted = DomainStore.hosted(tx, address.domain());
      if (hosted == null) return new AccountResult.NoSuchDomain(address.domain());
      var domain = hosted.domain();
      var there = AccountStore.entry(tx, domain.id(), address.localpart());
      if (there != null && !isSame(there, id))
        return new AccountResult.AddressTaken(address, Words.kind(there));
      var renamed = new EmailAddress(address.localpart(), domain.name());
      var after = new Account(id, renamed, before.settings(), before.partition(), before.created());
      AccountStore.rename(tx, id, domain.id(), address.localpart());
      AuditStore.changed(tx, by, before, after);
      return new AccountResult.Done(after);
    });
  }

  private static boolean isSame(AccountStore.Entry entry, AccountId id) {
    return entry instanceof AccountStore.Entry.OfAccount(var account) && account.id().equals(id);
  }

  public AccountResult.OfPassword setPassword(Actor actor, AccountId id, NewPassword password) {
    var account = find(id);
    if (account == null) return new AccountResult.NoSuchAccount("" + id);
    return switch (passwords.ready(password, account.address())) {
      case Ready.Weak(var reasons) -> new AccountResult.WeakPassword(reasons);
      case Ready.Unusable(var reason) -> new AccountResult.UnusableHash(reason);
      case Ready.Busy() -> new AccountResult.Busy();
      case Ready.Credentials(var stored) -> replacePassword(actor, id, stored);
    };
  }

  private AccountResult.OfPassword replacePassword(Actor actor, AccountId id, Stored stored) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var account = AccountStore.find(tx, id);
      if (account == null) return new AccountResult.NoSuchAccount("" + id);
      if (SharedMailboxStore.isShared(tx, id))
        return new AccountResult.Invalid(
            account.address() + " is a shared mailbox: nobody logs in to it");
      CredentialStore.replace(tx, id, stored, by.at());
      AuditStore.passwordChanged(tx, by, account);
      return new AccountResult.Done(account);
    });
  }

  /// Removes an account and leaves a tombstone: its id is never given again. Its mail is the
  /// caller's to remove.
  public AccountResult.OfRemove remove(Actor actor, AccountId id, Removal removal) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var account = AccountStore.find(tx, id);
      if (account == null) return new AccountResult.NoSuchAccount("" + id);
      var uses = Dependents.of(tx, account);
      if (!uses.isEmpty() && removal == Removal.ONLY_IF_UNUSED)
        return new AccountResult.InUse(account.address(), uses);
      Dependents.remove(tx, by, account);
      return new AccountResult.Done(account);
    });
  }

  /// What leads to the account or stands on it, in words, as [AccountResult.InUse] would tell: for
  /// those who have to clean up elsewhere before they remove it.
  public List<String> uses(AccountId id) {
    return database.read(tx -> {
      var account = AccountStore.find(tx, id);
      return account == null ? List.of() : Dependents.of(tx, account);
    });
  }

  /// Cheap enough to be asked at every command. What another node changed is known after some
  /// seconds.
  public @Nullable Account find(AccountId id) {
    return database.account(id);
  }

  /// The account whose address this is, at any name of its domain; no alias, no detail.
  public @Nullable Account find(EmailAddress address) {
    return database.read(tx -> find(tx, address));
  }

  static @Nullable Account find(Transaction tx, EmailAddress address) {
    var hosted = DomainStore.hosted(tx, address.domain());
    return hosted == null ? null : AccountStore.find(tx, hosted.domain().id(), address.localpart());
  }

  /// The account of this id as it was when it was removed; null when it was not.
  public @Nullable Account findRemoved(AccountId id) {
    return database.read(tx -> AccountStore.removed(tx, id));
  }

  public List<Account> list(ListQuery query) {
    return database.read(tx -> AccountStore.list(tx, query));
  }

  /// Every account at a domain, by id.
  public List<Account> ofDomain(DomainName name) {
    return database.read(tx -> {
      var domain = DomainStore.find(tx, name);
      return domain == null ? List.of() : AccountStore.ofDomain(tx, domain.id());
    });
  }
}

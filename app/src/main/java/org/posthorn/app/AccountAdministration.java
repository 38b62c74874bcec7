package org.posthorn.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.DirectoryAnswer.AccountPage;
import org.posthorn.app.DirectoryAnswer.ImportReport;
import org.posthorn.app.DirectoryAnswer.ImportedRow;
import org.posthorn.app.DirectoryAnswer.OneAccount;
import org.posthorn.app.DirectoryRequest.AccountChange;
import org.posthorn.app.DirectoryRequest.AddAccount;
import org.posthorn.app.DirectoryRequest.ChangeAccount;
import org.posthorn.app.DirectoryRequest.ImportAccounts;
import org.posthorn.app.DirectoryRequest.ListAccounts;
import org.posthorn.app.DirectoryRequest.RemoveAccount;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountImport;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Accounts;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.ListQuery;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Referral;
import org.posthorn.domain.directory.Removal;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.filters.FilterScripts;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.domain.transfer.Transfer;
import org.posthorn.wire.sasl.Secret;

/// Accounts with their mail: added, listed, changed, removed, imported.
final class AccountAdministration {
  /// The mailboxes of imported accounts are made on so many threads; their writes are grouped.
  private static final int IMPORT_THREADS = 64;

  private final Directory directory;
  private final Accounts accounts;
  private final Mailboxes mailboxes;
  private final FilterScripts scripts;
  private final Transfer transfer;
  private final Actor actor;

  AccountAdministration(Store store, Actor actor) {
    this.directory = store.directory();
    this.accounts = directory.accounts();
    this.mailboxes = store.mail().mailboxes();
    this.scripts = store.filters().scripts();
    this.transfer = new Transfer(store.storage(), store.mail());
    this.actor = actor;
  }

  Account find(String address) throws AdminRefused {
    var account = accounts.find(Words.address(address));
    if (account == null) throw new AdminRefused("There is no account " + address + ".");
    return account;
  }

  /// A crash between the two steps leaves an account whose mailboxes are made by its first message
  /// or login.
  OneAccount add(AddAccount request) throws AdminRefused {
    var change = request.settings();
    var settings = changed(AccountSettings.DEFAULT, change, new Parsed(change, Quota.NONE));
    var password = new Chosen(change.password());
    var address = Words.address(request.address());
    var account = done(accounts.add(actor, address, settings, password.toStore));
    mailboxes.open(MailAccount.of(account));
    return answer(account).withPassword(password.toTell);
  }

  AccountPage list(ListAccounts request) throws AdminRefused {
    var query =
        new ListQuery(
            Words.optionalDomain(request.domain()),
            request.text(),
            request.after() == null ? null : Words.address(request.after()),
            Math.clamp(request.limit(), 1, ListQuery.MAX_LIMIT));
    var found = accounts.list(query).stream().map(this::answer).toList();
    var next = found.size() < query.limit() ? null : found.getLast().address();
    return new AccountPage(found, next);
  }

  OneAccount change(ChangeAccount request) throws AdminRefused {
    var account = find(request.address());
    var change = request.settings();
    var parsed = new Parsed(change, account.quota());
    if (change.password() != null) {
      var password = new Chosen(change.password());
      var changed = done(accounts.setPassword(actor, account.id(), password.toStore));
      changeRest(request, changed, parsed);
      return answer(find(account)).withPassword(password.toTell);
    }
    changeRest(request, account, parsed);
    return answer(find(account));
  }

  private void changeRest(ChangeAccount request, Account account, Parsed parsed)
      throws AdminRefused {
    var id = account.id();
    done(accounts.change(actor, id, settings -> changed(settings, request.settings(), parsed)));
    if (request.newAddress() != null)
      done(accounts.rename(actor, id, Words.address(request.newAddress())));
  }

  private Account find(Account account) throws AdminRefused {
    var found = accounts.find(account.id());
    if (found == null) throw new AdminRefused(account.address() + " was removed meanwhile.");
    return found;
  }

  /// First nobody can log in and nothing arrives any more, then the mail goes, then the account: a
  /// crash leaves an account that can be removed again, never mail without an owner.
  Done remove(RemoveAccount request) throws AdminRefused {
    var account = find(request.address());
    var uses = accounts.uses(account.id());
    if (!uses.isEmpty() && !request.all())
      throw new AdminRefused(
          "%s is in use by %s. To remove that too: --all."
              .formatted(account.address(), String.join(", ", uses)));
    removeMail(account);
    done(accounts.remove(actor, account.id(), Removal.WITH_DEPENDENTS));
    forget(account); // what a session that was open has made since
    return new Done("removed " + account.address());
  }

  void removeMail(Account account) throws AdminRefused {
    done(accounts.change(actor, account.id(), settings -> settings.withEnabled(false)));
    forget(account);
  }

  private void forget(Account account) {
    var mail = MailAccount.of(account);
    mailboxes.remove(mail);
    scripts.remove(mail);
    transfer.forget(mail);
  }

  ImportReport importAll(ImportAccounts request) {
    var rows =
        request.rows().stream()
            .map(row ->
                new AccountImport.Row(
                    row.line(), row.address(), row.password(), row.name(), row.quota()))
            .toList();
    var outcomes = new java.util.ArrayList<AccountImport.Outcome>();
    directory.imports().run(actor, rows, outcomes::addAll);
    openMailboxes(outcomes);
    var byLine = new java.util.HashMap<Integer, String>();
    for (var row : request.rows()) byLine.put(row.line(), row.address());
    return new ImportReport(
        outcomes.stream()
            .map(outcome -> imported(outcome, byLine.getOrDefault(outcome.line(), "")))
            .toList());
  }

  private void openMailboxes(List<AccountImport.Outcome> outcomes) {
    try (var threads = Executors.newFixedThreadPool(IMPORT_THREADS, Thread.ofVirtual().factory())) {
      var waiting = new java.util.ArrayList<java.util.concurrent.Future<?>>();
      for (var outcome : outcomes) {
        switch (outcome) {
          case AccountImport.Outcome.Added(var _, var account) ->
              waiting.add(threads.submit(() -> mailboxes.open(MailAccount.of(account))));
          case AccountImport.Outcome.Existing(var _, var account) ->
              waiting.add(threads.submit(() -> mailboxes.open(MailAccount.of(account))));
          case AccountImport.Outcome.Refused _ -> {}
        }
      }
      for (var one : waiting) one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the import was interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException("mailboxes could not be made", e.getCause());
    }
  }

  private static ImportedRow imported(AccountImport.Outcome outcome, String address) {
    return switch (outcome) {
      case AccountImport.Outcome.Added(var line, var account) ->
          new ImportedRow(line, account.address().toString(), "added", null);
      case AccountImport.Outcome.Existing(var line, var account) ->
          new ImportedRow(line, account.address().toString(), "existing", null);
      case AccountImport.Outcome.Refused(var line, var reason) ->
          new ImportedRow(line, address, "refused", reason);
    };
  }

  /// A password as it is stored, and what the administrator must be told of it.
  private final class Chosen {
    final NewPassword toStore;
    final @Nullable String toTell;

    Chosen(DirectoryRequest.@Nullable Password password) {
      var kind = password == null ? DirectoryRequest.PasswordKind.GENERATED : password.kind();
      var text = password == null ? "" : password.text();
      var made =
          kind == DirectoryRequest.PasswordKind.GENERATED ? directory.generatePassword() : null;
      toTell = made == null ? null : made.reveal();
      toStore =
          switch (kind) {
            case CHOSEN -> new NewPassword.Chosen(Secret.of(text));
            case STORED -> new NewPassword.Stored(text);
            case NONE -> new NewPassword.None();
            case GENERATED -> new NewPassword.Given(java.util.Objects.requireNonNull(made));
          };
    }
  }

  private static Quota quota(AccountChange change, Quota now) throws AdminRefused {
    var bytes = change.quota() == null ? now.bytes() : Words.quotaBytes(change.quota());
    var messages = change.quotaMessages() == null ? now.messages() : change.quotaMessages();
    if (messages < 0) throw new AdminRefused("A number of messages cannot be below 0.");
    return new Quota(bytes, messages);
  }

  /// What of a change is more than a word.
  ///
  /// @param referral null where there is to be none
  private record Parsed(Quota quota, @Nullable Referral referral) {
    Parsed(AccountChange change, Quota now) throws AdminRefused {
      this(AccountAdministration.quota(change, now), Words.referral(change.referral()));
    }
  }

  private static AccountSettings changed(AccountSettings now, AccountChange change, Parsed parsed) {
    var settings = now.withQuota(parsed.quota);
    if (change.referral() != null) settings = settings.withReferral(parsed.referral);
    if (change.displayName() != null) settings = settings.withDisplayName(change.displayName());
    if (change.enabled() != null) settings = settings.withEnabled(change.enabled());
    if (change.admin() != null) settings = settings.withRoles(roles(now.roles(), change.admin()));
    return settings;
  }

  private static Set<Role> roles(Set<Role> now, boolean admin) {
    var roles = EnumSet.noneOf(Role.class);
    roles.addAll(now);
    if (admin) roles.add(Role.ADMIN);
    else roles.remove(Role.ADMIN);
    return roles;
  }

  private static Account done(AccountResult result) throws AdminRefused {
    return switch (result) {
      case AccountResult.Done(var account) -> account;
      case AccountResult refused -> throw new AdminRefused(Words.sentence(refused.inWords()));
    };
  }

  private OneAccount answer(Account account) {
    var use = mailboxes.use(MailAccount.of(account));
    var referral = account.settings().referral();
    return new OneAccount(
        account.id().value(),
        account.address().toString(),
        account.settings().displayName(),
        account.enabled(),
        account.isAdmin(),
        account.quota().bytes(),
        account.quota().messages(),
        use.bytes(),
        use.messages(),
        account.created(),
        referral == null ? null : referral.toString(),
        null);
  }
}

package org.posthorn.domain.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// What points to an account or an alias, and removal together with it. Inside the caller's
/// transaction; every change has its audit entry.
final class Dependents {

  private Dependents() {}

  /// What would point into the void without this account, in words.
  static List<String> of(Transaction tx, Account account) {
    var uses = new ArrayList<String>();
    for (var alias : AliasStore.to(tx, account.id())) uses.add("the alias " + alias.address());
    for (var domain : DomainStore.administeredBy(tx, account.id()))
      uses.add(domain.name() + " as its administrator");
    for (var list : MailingListStore.with(tx, account.id())) uses.add("the list " + list.address());
    for (var shared : SharedMailboxStore.with(tx, account.id()))
      uses.add("the shared mailbox " + shared.address() + " as a member");
    uses.addAll(of(tx, account.address()));
    return uses;
  }

  /// What would point into the void without this address, in words.
  static List<String> of(Transaction tx, EmailAddress address) {
    var uses = new ArrayList<String>();
    for (var alias : AliasStore.to(tx, address.key())) uses.add("the alias " + alias.address());
    for (var list : MailingListStore.with(tx, address.key()))
      uses.add("the list " + list.address());
    for (var domain : DomainStore.caughtBy(tx, address.key()))
      uses.add(domain.name() + " as its catch-all");
    return uses;
  }

  /// Removes the account, its credentials, and every mention of it.
  static void remove(Transaction tx, By by, Account account) {
    for (var alias : AliasStore.to(tx, account.id()))
      withoutTargets(
          tx,
          by,
          alias,
          alias.targets().stream()
              .filter(
                  t -> !(t instanceof Alias.Target.ToAccount(var id, _) && id.equals(account.id())))
              .toList());
    for (var list : MailingListStore.with(tx, account.id()))
      without(
          tx,
          by,
          list,
          t -> t instanceof Alias.Target.ToAccount(var id, _) && id.equals(account.id()));
    for (var domain : DomainStore.administeredBy(tx, account.id()))
      change(tx, by, domain, domain.settings().withAdministrator(null));
    detach(tx, by, account.address());
    withoutMember(tx, by, account);
    CredentialStore.delete(tx, account.id());
    SharedMailboxStore.forget(tx, account.id());
    AccountStore.bury(tx, account.id(), by.at());
    AuditStore.removed(tx, by, account);
  }

  private static void withoutMember(Transaction tx, By by, Account account) {
    for (var shared : SharedMailboxStore.with(tx, account.id())) {
      var before = SharedMailboxStore.find(tx, shared);
      if (before == null) continue;
      var members =
          before.members().stream().filter(m -> !m.account().equals(account.id())).toList();
      var after = new SharedMailbox(shared, before.seen(), members);
      SharedMailboxStore.update(tx, after);
      AuditStore.changed(tx, by, before, after);
    }
  }

  /// Removes the alias and every mention of its address.
  static void remove(Transaction tx, By by, Alias alias) {
    AliasStore.delete(tx, alias.id());
    AuditStore.removed(tx, by, alias);
    detach(tx, by, alias.address());
  }

  /// Removes the list and every mention of its addresses.
  static void remove(Transaction tx, By by, MailingList list) {
    MailingListStore.delete(tx, list.id());
    AuditStore.removed(tx, by, list);
    detach(tx, by, list.address());
    detach(tx, by, list.owner());
  }

  /// A list stays when nobody is left; its administrators stand in for owners.
  private static void without(
      Transaction tx, By by, MailingList before, Predicate<Alias.Target> gone) {
    var after =
        new MailingList(
            before.id(),
            before.address(),
            before.settings(),
            before.members().stream().filter(gone.negate()).toList(),
            before.owners().stream().filter(gone.negate()).toList(),
            before.created());
    MailingListStore.update(tx, after);
    AuditStore.changed(tx, by, before, after);
  }

  private static void detach(Transaction tx, By by, EmailAddress address) {
    for (var alias : AliasStore.to(tx, address.key()))
      withoutTargets(
          tx,
          by,
          alias,
          alias.targets().stream()
              .filter(target -> !target.address().key().equals(address.key()))
              .toList());
    for (var list : MailingListStore.with(tx, address.key()))
      without(tx, by, list, target -> target.address().key().equals(address.key()));
    for (var domain : DomainStore.caughtBy(tx, address.key()))
      change(tx, by, domain, domain.settings().withCatchAll(null));
  }

  private static void withoutTargets(
      Transaction tx, By by, Alias before, List<Alias.Target> targets) {
    if (targets.isEmpty()) {
      remove(tx, by, before);
      return;
    }
    var after =
        new Alias(before.id(), before.address(), targets, before.enabled(), before.created());
    AliasStore.update(tx, after);
    AuditStore.changed(tx, by, before, after);
  }

  private static void change(Transaction tx, By by, Domain before, DomainSettings settings) {
    DomainStore.update(tx, before.id(), settings);
    AuditStore.changed(
        tx,
        by,
        before,
        new Domain(before.id(), before.name(), before.sameAs(), settings, before.created()));
  }
}

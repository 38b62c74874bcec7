package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;

/// The domains that are hosted here. Every change is durable when it returns, with its audit entry.
/// Any thread may call.
public final class Domains {

  private final Database database;
  private final InstantSource clock;

  Domains(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public DomainResult.OfAdd add(Actor actor, DomainName name, DomainSettings settings) {
    if (name.isLiteral()) return new DomainResult.Invalid("an address literal is not a domain");
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var there = DomainStore.find(tx, name);
      if (there != null) return new DomainResult.NameTaken(there);
      var fault = fault(tx, settings);
      if (fault != null) return new DomainResult.Invalid(fault);
      return new DomainResult.Done(insert(tx, by, name, settings, null));
    });
  }

  /// Makes `name` another name of a domain: every address there is the same address here.
  public DomainResult.OfAdd addOtherName(Actor actor, DomainName name, DomainName of) {
    if (name.isLiteral()) return new DomainResult.Invalid("an address literal is not a domain");
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var there = DomainStore.find(tx, name);
      if (there != null) return new DomainResult.NameTaken(there);
      var hosted = DomainStore.hosted(tx, of);
      if (hosted == null) return new DomainResult.NoSuchDomain(of);
      return new DomainResult.Done(insert(tx, by, name, DomainSettings.DEFAULT, hosted.domain()));
    });
  }

  private static Domain insert(
      Transaction tx, By by, DomainName name, DomainSettings settings, @Nullable Domain sameAs) {
    var main = sameAs == null ? null : sameAs.name();
    var draft = new Domain(new DomainId(0), name, main, settings, by.at());
    var domain = DomainStore.insert(tx, draft, sameAs == null ? null : sameAs.id());
    AuditStore.added(tx, by, domain);
    return domain;
  }

  /// Changes the settings of a domain.
  ///
  /// @param change from the settings that are to those that shall be; may run more than once
  public DomainResult.OfChange change(
      Actor actor, DomainName name, UnaryOperator<DomainSettings> change) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var before = DomainStore.find(tx, name);
      if (before == null) return new DomainResult.NoSuchDomain(name);
      var settings = change.apply(before.settings());
      var fault = fault(tx, settings);
      if (fault != null) return new DomainResult.Invalid(fault);
      var after =
          new Domain(before.id(), before.name(), before.sameAs(), settings, before.created());
      if (after.equals(before)) return new DomainResult.Done(before);
      DomainStore.update(tx, before.id(), settings);
      AuditStore.changed(tx, by, before, after);
      return new DomainResult.Done(after);
    });
  }

  private static @Nullable String fault(Transaction tx, DomainSettings settings) {
    var administrator = settings.administrator();
    return administrator != null && AccountStore.find(tx, administrator) == null
        ? "there is no account " + administrator
        : null;
  }

  /// Removes a domain; with its accounts, aliases and other names only if `removal` says so. Its
  /// accounts' mail is the caller's to remove: ask [Accounts#ofDomain] before.
  public DomainResult.OfRemove remove(Actor actor, DomainName name, Removal removal) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var domain = DomainStore.find(tx, name);
      if (domain == null) return new DomainResult.NoSuchDomain(name);
      var uses = uses(tx, domain);
      if (!uses.isEmpty() && removal == Removal.ONLY_IF_UNUSED)
        return new DomainResult.InUse(domain.name(), uses);
      removeContents(tx, by, domain);
      DkimKeys.removeAll(tx, by, domain.name());
      DomainStore.bury(tx, domain.id(), by.at());
      AuditStore.removed(tx, by, domain);
      return new DomainResult.Done(domain);
    });
  }

  private static List<String> uses(Transaction tx, Domain domain) {
    var uses = new ArrayList<String>();
    int accounts = AccountStore.ofDomain(tx, domain.id()).size();
    if (accounts > 0) uses.add(accounts == 1 ? "1 account" : accounts + " accounts");
    int aliases = AliasStore.ofDomain(tx, domain.id()).size();
    if (aliases > 0) uses.add(aliases == 1 ? "1 alias" : aliases + " aliases");
    int lists = MailingListStore.ofDomain(tx, domain.id()).size();
    if (lists > 0) uses.add(lists == 1 ? "1 list" : lists + " lists");
    for (var other : DomainStore.otherNames(tx, domain.id())) uses.add("the name " + other.name());
    return uses;
  }

  private static void removeContents(Transaction tx, By by, Domain domain) {
    for (var list : MailingListStore.ofDomain(tx, domain.id())) Dependents.remove(tx, by, list);
    for (var alias : AliasStore.ofDomain(tx, domain.id())) Dependents.remove(tx, by, alias);
    for (var account : AccountStore.ofDomain(tx, domain.id())) Dependents.remove(tx, by, account);
    for (var other : DomainStore.otherNames(tx, domain.id())) {
      DkimKeys.removeAll(tx, by, other.name());
      DomainStore.bury(tx, other.id(), by.at());
      AuditStore.removed(tx, by, other);
    }
  }

  public @Nullable Domain find(DomainName name) {
    return database.read(tx -> DomainStore.find(tx, name));
  }

  /// All, in the order of their names.
  public List<Domain> list() {
    return database.read(DomainStore::all);
  }
}

package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AliasResult.UnknownTargets;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The aliases. Every change is durable when it returns, with its audit entry. Any thread may call.
public final class Aliases {

  private final Database database;
  private final InstantSource clock;

  Aliases(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What an alias shall be.
  ///
  /// @param targets accounts, other aliases and addresses elsewhere; an account is remembered by
  ///   its id, so that the alias follows when its address changes
  public record Content(List<EmailAddress> targets, boolean enabled) {
    public Content {
      targets = List.copyOf(targets);
    }

    public static Content to(EmailAddress... targets) {
      return new Content(List.of(targets), true);
    }
  }

  public AliasResult.OfAdd add(Actor actor, EmailAddress address, Content content) {
    var fault = fault(content);
    if (fault != null) return new AliasResult.Invalid(fault);
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var hosted = DomainStore.hosted(tx, address.domain());
      if (hosted == null) return new AliasResult.NoSuchDomain(address.domain());
      var domain = hosted.domain();
      var there = AccountStore.entry(tx, domain.id(), address.localpart());
      if (there != null) return new AliasResult.AddressTaken(address, Words.kind(there));
      var own = new EmailAddress(address.localpart(), domain.name());
      var unknown = unknown(tx, own, content);
      if (!unknown.isEmpty()) return new UnknownTargets(unknown);
      var draft =
          new Alias(new AliasId(0), own, targets(tx, content.targets), content.enabled(), by.at());
      var alias = AliasStore.insert(tx, domain.id(), draft);
      AuditStore.added(tx, by, alias);
      return new AliasResult.Done(alias);
    });
  }

  public AliasResult.OfChange change(Actor actor, EmailAddress address, Content content) {
    var fault = fault(content);
    if (fault != null) return new AliasResult.Invalid(fault);
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var before = find(tx, address);
      if (before == null) return new AliasResult.NoSuchAlias(address);
      var unknown = unknown(tx, before.address(), content);
      if (!unknown.isEmpty()) return new UnknownTargets(unknown);
      var targets = targets(tx, content.targets);
      var after =
          new Alias(before.id(), before.address(), targets, content.enabled(), before.created());
      if (after.equals(before)) return new AliasResult.Done(before);
      AliasStore.update(tx, after);
      AuditStore.changed(tx, by, before, after);
      return new AliasResult.Done(after);
    });
  }

  private static @Nullable String fault(Content content) {
    if (content.targets.isEmpty()) return "an alias needs a target";
    return content.targets.size() > Alias.MAX_TARGETS
        ? "an alias has at most " + Alias.MAX_TARGETS + " targets"
        : null;
  }

  /// The targets at domains of ours that lead nowhere today.
  private static List<EmailAddress> unknown(Transaction tx, EmailAddress own, Content content) {
    var unknown = new ArrayList<EmailAddress>();
    for (var target : content.targets) {
      boolean itself = target.key().equals(own.key());
      if (itself || new Resolver(tx).resolve(target) instanceof Resolution.UnknownUser)
        unknown.add(target);
    }
    return unknown;
  }

  /// Each once; an account by its id.
  static List<Alias.Target> targets(Transaction tx, List<EmailAddress> addresses) {
    var targets = new LinkedHashMap<String, Alias.Target>();
    for (var address : addresses) {
      var hosted = DomainStore.hosted(tx, address.domain());
      var account =
          hosted == null ? null : AccountStore.find(tx, hosted.domain().id(), address.localpart());
      var target =
          account == null
              ? new Alias.Target.ToAddress(address)
              : new Alias.Target.ToAccount(account.id(), account.address());
      targets.putIfAbsent(target.address().key(), target);
    }
    return List.copyOf(targets.values());
  }

  public AliasResult.OfRemove remove(Actor actor, EmailAddress address, Removal removal) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var alias = find(tx, address);
      if (alias == null) return new AliasResult.NoSuchAlias(address);
      var uses = Dependents.of(tx, alias.address());
      if (!uses.isEmpty() && removal == Removal.ONLY_IF_UNUSED)
        return new AliasResult.InUse(alias.address(), uses);
      Dependents.remove(tx, by, alias);
      return new AliasResult.Done(alias);
    });
  }

  public @Nullable Alias find(EmailAddress address) {
    return database.read(tx -> find(tx, address));
  }

  private static @Nullable Alias find(Transaction tx, EmailAddress address) {
    var hosted = DomainStore.hosted(tx, address.domain());
    if (hosted == null) return null;
    return AccountStore.entry(tx, hosted.domain().id(), address.localpart())
            instanceof AccountStore.Entry.OfAlias(var id)
        ? AliasStore.get(tx, id)
        : null;
  }

  public List<Alias> list(ListQuery query) {
    return database.read(tx -> AliasStore.list(tx, query));
  }
}

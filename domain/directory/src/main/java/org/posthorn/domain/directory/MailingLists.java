package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The distribution lists. Every change is durable when it returns, with its audit entry. Any
/// thread may call.
public final class MailingLists {

  private final Database database;
  private final InstantSource clock;

  MailingLists(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What a list shall be.
  ///
  /// @param members accounts, aliases, other lists and addresses elsewhere
  /// @param owners at least one
  public record Content(
      MailingList.Settings settings, List<EmailAddress> members, List<EmailAddress> owners) {
    public Content {
      members = List.copyOf(members);
      owners = List.copyOf(owners);
    }
  }

  public MailingListResult add(Actor actor, EmailAddress address, Content content) {
    var fault = fault(content);
    if (fault != null) return new MailingListResult.Invalid(fault);
    if (!MailingList.isName(address.localpart()))
      return new MailingListResult.Invalid(
          "a list's name has letters, digits, dots, hyphens and underscores, at most 58");
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var hosted = DomainStore.hosted(tx, address.domain());
      if (hosted == null) return new MailingListResult.NoSuchDomain(address.domain());
      var domain = hosted.domain();
      var own = new EmailAddress(address.localpart(), domain.name());
      var owner = new EmailAddress(MailingList.ownerName(own.localpart()), domain.name());
      for (var wanted : List.of(own, owner)) {
        var there = AccountStore.entry(tx, domain.id(), wanted.localpart());
        if (there != null) return new MailingListResult.AddressTaken(wanted, Words.kind(there));
      }
      var unknown = unknown(tx, own, content, Set.of());
      if (!unknown.isEmpty()) return new MailingListResult.UnknownPeople(unknown);
      var draft =
          new MailingList(
              new MailingListId(0),
              own,
              content.settings,
              Aliases.targets(tx, content.members),
              Aliases.targets(tx, content.owners),
              by.at());
      var list = MailingListStore.insert(tx, domain.id(), draft);
      AuditStore.added(tx, by, list);
      return new MailingListResult.Done(list);
    });
  }

  /// Changes a list.
  ///
  /// @param change from what is to what shall be; may run more than once
  public MailingListResult change(
      Actor actor, EmailAddress address, Function<MailingList, Content> change) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var before = find(tx, address);
      if (before == null) return new MailingListResult.NoSuchList(address);
      var content = change.apply(before);
      var fault = fault(content);
      if (fault != null) return new MailingListResult.Invalid(fault);
      var unknown = unknown(tx, before.address(), content, people(before));
      if (!unknown.isEmpty()) return new MailingListResult.UnknownPeople(unknown);
      var after =
          new MailingList(
              before.id(),
              before.address(),
              content.settings,
              Aliases.targets(tx, content.members),
              Aliases.targets(tx, content.owners),
              before.created());
      if (after.equals(before)) return new MailingListResult.Done(before);
      MailingListStore.update(tx, after);
      AuditStore.changed(tx, by, before, after);
      return new MailingListResult.Done(after);
    });
  }

  private static @Nullable String fault(Content content) {
    var settings = content.settings;
    if (content.owners.isEmpty()) return "a list needs an owner, who gets the reports on its mail";
    if (content.owners.size() > MailingList.MAX_OWNERS)
      return "a list has at most %d owners".formatted(MailingList.MAX_OWNERS);
    if (content.members.size() > MailingList.MAX_RECIPIENTS)
      return "a list has at most %,d members".formatted(MailingList.MAX_RECIPIENTS);
    if (settings.maxRecipients() < 1 || settings.maxRecipients() > MailingList.MAX_RECIPIENTS)
      return "a message of a list reaches 1 to %,d recipients"
          .formatted(MailingList.MAX_RECIPIENTS);
    if (settings.maxOctets() < 1) return "no message fits the limit";
    boolean printable = settings.title().chars().noneMatch(Character::isISOControl);
    return settings.title().length() <= MailingList.MAX_TITLE && printable
        ? null
        : "a title has at most %d characters, and no controls".formatted(MailingList.MAX_TITLE);
  }

  /// The keys of those who are there already.
  private static Set<String> people(MailingList list) {
    return Stream.concat(list.members().stream(), list.owners().stream())
        .map(person -> person.address().key())
        .collect(Collectors.toSet());
  }

  /// New people at domains of ours that lead nowhere today; the list itself is no member.
  private static List<EmailAddress> unknown(
      Transaction tx, EmailAddress own, Content content, Set<String> known) {
    var unknown = new ArrayList<EmailAddress>();
    for (var people : List.of(content.members, content.owners))
      for (var address : people) {
        if (known.contains(address.key())) continue;
        boolean itself = address.key().equals(own.key());
        if (itself || new Resolver(tx).resolve(address) instanceof Resolution.UnknownUser)
          unknown.add(address);
      }
    return unknown;
  }

  public MailingListResult remove(Actor actor, EmailAddress address, Removal removal) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var list = find(tx, address);
      if (list == null) return new MailingListResult.NoSuchList(address);
      var uses = Dependents.of(tx, list.address());
      uses.addAll(Dependents.of(tx, list.owner()));
      if (!uses.isEmpty() && removal == Removal.ONLY_IF_UNUSED)
        return new MailingListResult.InUse(list.address(), uses);
      Dependents.remove(tx, by, list);
      return new MailingListResult.Done(list);
    });
  }

  public @Nullable MailingList find(EmailAddress address) {
    return database.read(tx -> find(tx, address));
  }

  private static @Nullable MailingList find(Transaction tx, EmailAddress address) {
    var hosted = DomainStore.hosted(tx, address.domain());
    if (hosted == null) return null;
    return AccountStore.entry(tx, hosted.domain().id(), address.localpart())
            instanceof AccountStore.Entry.OfList(var id)
        ? MailingListStore.get(tx, id)
        : null;
  }

  public List<MailingList> list(ListQuery query) {
    return database.read(tx -> MailingListStore.list(tx, query));
  }
}

package org.posthorn.domain.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountStore.Entry;
import org.posthorn.domain.directory.DomainStore.Hosted;
import org.posthorn.domain.directory.Resolution.Elsewhere;
import org.posthorn.domain.directory.Resolution.Recipient;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// Works out where mail for one address goes. One use, one transaction, one thread.
///
/// An address is looked for in this order: as it is; without its detail (`romeo+lists`); as a role
/// address that always works; as whatever the domain catches. An alias leads to each of its targets
/// once, so that aliases that name each other reach the union of their targets; only when nothing
/// else is reached it is a loop. A target that does not exist or is disabled does not keep mail
/// from the others: the steps tell, and `alias` commands refuse to make one.
final class Resolver {

  /// RFC 2142 §5 asks for these two at every domain that takes mail; RFC 5321 §4.5.1 for the first.
  private static final Set<String> ROLES = Set.of("postmaster", "abuse");

  private final Transaction tx;
  private final List<String> steps = new ArrayList<>();
  private final Map<AccountId, Recipient> accounts = new LinkedHashMap<>();
  private final Map<String, Elsewhere> elsewhere = new LinkedHashMap<>();
  private final Map<MailingListId, Resolution.OfList> lists = new LinkedHashMap<>();
  private final Map<String, @Nullable Hosted> domains = new HashMap<>();
  private final Set<AliasId> seen = new HashSet<>();
  private final Set<MailingListId> lent = new HashSet<>();
  private final Set<DomainId> caught = new HashSet<>();
  private int width;
  private boolean disabled;
  private boolean loop;
  private boolean tooMany;

  /// Whether lists are people here, or send mail themselves.
  private final Lists asWhat;

  private final int maxWidth;

  private enum Lists {
    SEND,
    LEND
  }

  Resolver(Transaction tx) {
    this(tx, Lists.SEND, Resolution.MAX_WIDTH);
  }

  private Resolver(Transaction tx, Lists asWhat, int maxWidth) {
    this.tx = tx;
    this.asWhat = asWhat;
    this.maxWidth = maxWidth;
  }

  Resolution resolve(EmailAddress address) {
    if (hosted(address.domain()) == null) return Resolution.NotOurs.of(address.domain());
    follow(address, address.domain(), 0);
    return outcome();
  }

  /// `<postmaster>` without a domain (RFC 5321 §4.5.1): the default domain's, or else the server's
  /// administrator.
  Resolution postmaster(@Nullable DomainName defaultDomain) {
    if (defaultDomain != null && hosted(defaultDomain) != null) {
      step("postmaster without a domain is postmaster@%s".formatted(defaultDomain));
      return resolve(new EmailAddress(new Localpart("postmaster"), defaultDomain));
    }
    toServerAdministrator();
    return outcome();
  }

  private Resolution outcome() {
    if (tooMany) return new Resolution.TooMany(steps);
    if (reached() > 0)
      return new Resolution.Found(
          List.copyOf(accounts.values()),
          List.copyOf(elsewhere.values()),
          List.copyOf(lists.values()),
          steps);
    if (disabled) return new Resolution.Disabled(steps);
    if (loop) return new Resolution.AliasLoop(steps);
    return new Resolution.UnknownUser(steps);
  }

  /// How much there is that gets the message.
  private int reached() {
    return accounts.size() + elsewhere.size() + lists.size();
  }

  /// @param by the domain that has led here
  private void follow(EmailAddress address, DomainName by, int depth) {
    if (tooMany(address, depth)) return;
    var hosted = hosted(address.domain());
    if (hosted == null) {
      step("%s is elsewhere".formatted(address));
      elsewhere.putIfAbsent(address.key(), new Elsewhere(address, by));
      return;
    }
    if (!enabled(hosted)) return;
    if (!hosted.domain().equals(hosted.named()))
      step("%s is another name of %s".formatted(hosted.named().name(), hosted.domain().name()));
    boolean found = followLocal(address.localpart(), hosted.domain(), depth);
    if (!found) followCatchAll(address, hosted.domain(), depth);
  }

  /// What the database says of a domain, asked once: the targets of an alias are mostly at one or
  /// two.
  private @Nullable Hosted hosted(DomainName name) {
    if (name.isLiteral()) return null;
    if (!domains.containsKey(name.key())) domains.put(name.key(), DomainStore.hosted(tx, name));
    return domains.get(name.key());
  }

  private boolean enabled(Hosted hosted) {
    if (hosted.named().settings().enabled() && hosted.domain().settings().enabled()) return true;
    step("the domain %s is disabled".formatted(hosted.named().name()));
    disabled = true;
    return false;
  }

  private boolean tooMany(EmailAddress address, int depth) {
    if (tooMany) return true;
    if (depth > Resolution.MAX_DEPTH) {
      step(
          "%s is reached only through more than %d aliases"
              .formatted(address, Resolution.MAX_DEPTH));
      tooMany = true;
    } else if (++width > maxWidth) {
      step("more than %d addresses are reached".formatted(maxWidth));
      tooMany = true;
    }
    return tooMany;
  }

  /// Whether the address exists, even if disabled or looping.
  private boolean followLocal(Localpart localpart, Domain domain, int depth) {
    var exact = AccountStore.entry(tx, domain.id(), localpart);
    var separators = domain.settings().plusSeparators();
    var detail = exact == null ? localpart.detail(separators) : null;
    var base = detail == null ? localpart : localpart.base(separators);
    var entry = detail == null ? exact : AccountStore.entry(tx, domain.id(), base);
    if (detail != null && entry != null)
      step("%s is %s with the detail %s".formatted(localpart, base, detail));
    if (!ROLES.contains(base.key())) {
      if (entry != null) follow(entry, detail, depth);
      return entry != null;
    }
    // A role address must work, so what exists counts only if it leads anywhere.
    int before = reached();
    if (entry != null) follow(entry, detail, depth);
    if (tooMany || reached() > before) return true;
    toAdministratorOf(domain, base);
    return reached() > before;
  }

  private void follow(Entry entry, @Nullable String detail, int depth) {
    switch (entry) {
      case Entry.OfAccount(var account) -> reach(account, detail);
      case Entry.OfAlias(var id) -> expand(AliasStore.get(tx, id), detail, depth);
      case Entry.OfList(var id) -> list(MailingListStore.get(tx, id), depth);
      case Entry.OfListOwner(var id) -> toOwners(MailingListStore.get(tx, id), depth);
    }
  }

  private void list(MailingList list, int depth) {
    if (!list.settings().enabled()) {
      step("the list %s is disabled".formatted(list.address()));
      disabled = true;
      return;
    }
    switch (asWhat) {
      case SEND -> send(list);
      case LEND -> lend(list, depth);
    }
  }

  /// Whom a list sends mail to is found out apart from the rest: he gets it from the list.
  private void send(MailingList list) {
    if (lists.containsKey(list.id())) return;
    var members = new Resolver(tx, Lists.LEND, MailingList.MAX_RECIPIENTS);
    members.lend(list, 0);
    var owners = new Resolver(tx, Lists.LEND, Resolution.MAX_WIDTH);
    owners.all(list.owners(), list.address().domain(), 0);
    if (members.tooMany || owners.tooMany) {
      step("the list %s has too many members, or lists in lists".formatted(list.address()));
      tooMany = true;
      return;
    }
    var people = members.people();
    step("%s is a list of %d members".formatted(list.address(), people.size()));
    // What nobody gets is not taken.
    if (people.size() == 0) disabled = true;
    else lists.put(list.id(), new Resolution.OfList(list, people, owners.people()));
  }

  private Resolution.People people() {
    return new Resolution.People(
        accounts.values().stream().map(Recipient::account).toList(),
        elsewhere.values().stream().map(Elsewhere::address).toList());
  }

  /// A list among the members of another lends its members, each list once.
  private void lend(MailingList list, int depth) {
    if (lent.add(list.id())) all(list.members(), list.address().domain(), depth);
  }

  private void all(List<Alias.Target> people, DomainName by, int depth) {
    for (var person : people)
      switch (person) {
        case Alias.Target.ToAccount(var id, var address) -> followAccount(id, address, null);
        case Alias.Target.ToAddress(var address) -> follow(address, by, depth + 1);
      }
  }

  private void toOwners(MailingList list, int depth) {
    step("%s leads to the owners of the list %s".formatted(list.owner(), list.address()));
    int before = reached();
    all(list.owners(), list.address().domain(), depth);
    if (tooMany || reached() > before) return;
    var hosted = hosted(list.address().domain());
    if (hosted != null) toAdministratorOf(hosted.domain(), list.owner().localpart());
  }

  private void reach(Account account, @Nullable String detail) {
    if (!account.enabled()) {
      step("the account %s is disabled".formatted(account.address()));
      disabled = true;
      return;
    }
    step("%s is account %s".formatted(account.address(), account.id()));
    accounts.putIfAbsent(account.id(), new Recipient(account, detail));
  }

  private void expand(Alias alias, @Nullable String detail, int depth) {
    if (!alias.enabled()) {
      step("the alias %s is disabled".formatted(alias.address()));
      disabled = true;
      return;
    }
    if (!seen.add(alias.id())) {
      step("the alias %s was followed already".formatted(alias.address()));
      loop = true;
      return;
    }
    step(
        "%s is an alias for %s"
            .formatted(
                alias.address(),
                String.join(
                    ", ", alias.targets().stream().map(t -> t.address().toString()).toList())));
    for (var target : alias.targets()) {
      switch (target) {
        case Alias.Target.ToAccount(var id, var address) -> followAccount(id, address, detail);
        case Alias.Target.ToAddress(var address) ->
            follow(address, alias.address().domain(), depth + 1);
      }
    }
  }

  private void followAccount(AccountId id, EmailAddress address, @Nullable String detail) {
    if (tooMany(address, 0)) return;
    var account = AccountStore.find(tx, id);
    if (account == null) {
      step("the account %s is gone".formatted(address));
      return;
    }
    // The account may have another domain than the alias.
    var hosted = hosted(account.address().domain());
    if (hosted != null && enabled(hosted)) reach(account, detail);
  }

  private void followCatchAll(EmailAddress address, Domain domain, int depth) {
    var catchAll = domain.settings().catchAll();
    if (catchAll == null || !caught.add(domain.id())) {
      step("%s does not exist".formatted(address));
      return;
    }
    step("%s does not exist; %s catches all: %s".formatted(address, domain.name(), catchAll));
    follow(catchAll, domain.name(), depth + 1);
  }

  private void toAdministratorOf(Domain domain, Localpart role) {
    var id = domain.settings().administrator();
    var administrator = id == null ? null : AccountStore.find(tx, id);
    if (administrator != null && administrator.enabled()) {
      step("%s@%s goes to the domain's administrator".formatted(role, domain.name()));
      reach(administrator, null);
      return;
    }
    step("%s@%s goes to the server's administrator".formatted(role, domain.name()));
    toServerAdministrator();
  }

  private void toServerAdministrator() {
    var administrator = AccountStore.firstAdmin(tx);
    if (administrator == null) step("no enabled account has the role of administrator");
    else reach(administrator, null);
  }

  private void step(String inWords) {
    steps.add(inWords);
  }
}

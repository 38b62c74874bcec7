package org.posthorn.domain.sharing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailbox.Membership;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.domain.directory.SharedMailboxes.Owner;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Whose mailboxes somebody may see beside his own, and what he may do there (RFC 4314): what the
/// directory says of members and what the mailboxes say themselves. Nothing is remembered, so what
/// is taken away is gone at the next question. Any thread may call.
///
/// Who may do something is never kept but as a number or as `anyone`, so a new address changes
/// nothing. `anyone` is everybody with an account at the domain of the mailbox, and nobody else.
public final class Sharing {

  /// RFC 4314 §2.
  public static final String ANYONE = "anyone";

  private final Directory directory;
  private final MailStore mail;

  public Sharing(Directory directory, MailStore mail) {
    this.directory = directory;
    this.mail = mail;
  }

  /// Whose mailboxes this person may look for, his own left out: shared ones first.
  public List<Household> others(AccountId person) {
    var all = new ArrayList<Household>();
    var known = new HashSet<AccountId>();
    for (var membership : directory.shared().of(person)) {
      known.add(membership.account().id());
      all.add(household(Realm.SHARED, person, membership.account(), membership));
    }
    for (var owner : directory.shared().ownersFor(person))
      if (known.add(owner.account().id()))
        all.add(household(realm(owner), person, owner.account(), null));
    return all;
  }

  private static Realm realm(Owner owner) {
    return owner.shared() ? Realm.SHARED : Realm.OTHER_USERS;
  }

  private static Household household(
      Realm realm, AccountId person, Account owner, @Nullable Membership membership) {
    return new Household(realm, person, MailAccount.of(owner), owner.address(), membership);
  }

  /// The household of that address among the others; null when this person has no business there,
  /// whether it exists or not.
  public @Nullable Household find(AccountId person, Realm realm, String address) {
    for (var household : others(person))
      if (household.realm() == realm && isAddress(household, address)) return household;
    return null;
  }

  private static boolean isAddress(Household household, String text) {
    try {
      return EmailAddress.parse(text).key().equals(household.address().key());
    } catch (AddressException _) {
      return false;
    }
  }

  /// The household as it is now; null when this person has no business there any more.
  public @Nullable Household again(Household household) {
    if (household.isOwn()) return household;
    var person = household.person();
    var owner = new AccountId(household.account().id());
    var membership = directory.shared().of(person, owner);
    if (membership != null)
      return household(Realm.SHARED, person, membership.account(), membership);
    return find(person, household.realm(), household.address().toString());
  }

  /// What may be done with the mailboxes of a household.
  public Access access(Household household) {
    if (household.isOwn()) return new Access(household, true, Map.of());
    var person = directory.accounts().find(household.person());
    boolean sameDomain =
        person != null
            && person.address().domain().key().equals(household.address().domain().key());
    var given = mail.access().given(household.account(), household.person());
    return new Access(household, sameDomain, given);
  }

  /// Everybody who may do something with a mailbox, or to whom it says that he may not.
  public List<AccessEntry> list(Household household, MailboxId mailbox) {
    var all = new LinkedHashMap<String, Rights>();
    var shared = directory.shared().find(household.address());
    if (shared == null) all.put(household.address().toString(), Rights.ALL);
    else for (var member : shared.members()) all.put(member.address().toString(), member.rights());
    for (var entry : mail.access().of(household.where(mailbox)).entrySet()) {
      var who = name(entry.getKey());
      if (who != null) all.put(who, entry.getValue());
    }
    var entries = new ArrayList<AccessEntry>();
    all.forEach((who, rights) -> entries.add(new AccessEntry(who, rights)));
    return entries;
  }

  private @Nullable String name(Grantee grantee) {
    return switch (grantee) {
      case Grantee.Domain _ -> ANYONE;
      case Grantee.Person(var id) -> {
        var account = directory.accounts().find(id);
        yield account == null ? null : account.address().toString();
      }
    };
  }

  /// Changes what somebody may do with a mailbox.
  ///
  /// @param who an address of ours, or `anyone`
  /// @param change from what he may do to what he shall; null to take the entry away
  public AccessOutcome change(
      Household household, MailboxId mailbox, String who, @Nullable UnaryOperator<Rights> change) {
    if (who.startsWith("-"))
      return new AccessOutcome.Refused("There are no negative rights here (RFC 4314 section 2)");
    var grantee = grantee(household, who);
    if (grantee == null) return new AccessOutcome.Refused("There is no user " + who);
    var owner = new AccountId(household.account().id());
    if (grantee.equals(new Grantee.Person(owner)))
      return new AccessOutcome.Refused("The owner has all rights, always");
    var where = household.where(mailbox);
    if (change == null) {
      var outcome = AccessOutcome.of(mail.access().set(where, grantee, null));
      if (!mail.access().anywhere(household.account(), grantee))
        directory.shared().revoked(owner, grantee);
      return outcome;
    }
    // First the directory: who is told of too many households sees no more than he may.
    directory.shared().granted(owner, grantee);
    var before = mail.access().of(where).getOrDefault(grantee, base(owner, grantee));
    return AccessOutcome.of(mail.access().set(where, grantee, change.apply(before)));
  }

  /// Takes away what somebody was given at single mailboxes of an account, when he is to have
  /// nothing there any more: who may give rights might have given them to himself.
  public void leaves(MailAccount owner, AccountId person) {
    var grantee = new Grantee.Person(person);
    mail.access()
        .given(owner, person)
        .forEach((mailbox, entries) -> {
          if (entries.containsKey(grantee))
            mail.access().set(new Where(owner, mailbox), grantee, null);
        });
    directory.shared().revoked(new AccountId(owner.id()), grantee);
  }

  private Rights base(AccountId owner, Grantee grantee) {
    if (!(grantee instanceof Grantee.Person(var person))) return Rights.NONE;
    var membership = directory.shared().of(person, owner);
    return membership == null ? Rights.NONE : membership.rights();
  }

  /// A name without a domain is at that of the mailbox.
  private @Nullable Grantee grantee(Household household, String who) {
    if (who.equalsIgnoreCase(ANYONE)) return new Grantee.Domain();
    var whole = who.contains("@") ? who : who + "@" + household.address().domain();
    try {
      var account = directory.accounts().find(EmailAddress.parse(whole));
      return account == null ? null : new Grantee.Person(account.id());
    } catch (AddressException _) {
      return null;
    }
  }
}

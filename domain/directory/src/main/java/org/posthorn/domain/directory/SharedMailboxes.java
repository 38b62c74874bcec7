package org.posthorn.domain.directory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.domain.directory.SharedMailbox.Member;
import org.posthorn.domain.directory.SharedMailbox.Membership;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// The mailboxes that several people use, and who has given whom rights at his own. Every change is
/// durable when it returns; those of shared mailboxes have their audit entry. Any thread may call.
///
/// A shared mailbox is removed and renamed as the account that it is.
public final class SharedMailboxes {

  private final Database database;
  private final InstantSource clock;
  private final Accounts accounts;
  private final List<Consumer<Set<AccountId>>> listeners = new CopyOnWriteArrayList<>();

  SharedMailboxes(Database database, InstantSource clock, Accounts accounts) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
  }

  /// From now on `listener` is told whenever others are members of a shared mailbox, or may do
  /// something else there: of the mailbox, and of everybody who was or is a member. Called on the
  /// thread of whoever made the change, after its commit; must return at once.
  public void whenMembersChange(Consumer<Set<AccountId>> listener) {
    listeners.add(listener);
  }

  private void tell(SharedMailbox... mailboxes) {
    var concerned = new HashSet<AccountId>();
    for (var mailbox : mailboxes) {
      concerned.add(mailbox.account().id());
      for (var member : mailbox.members()) concerned.add(member.account());
    }
    for (var listener : listeners) listener.accept(concerned);
  }

  /// Who shall use a mailbox, and how.
  public record Content(Seen seen, List<Wanted> members) {
    public Content {
      members = List.copyOf(members);
    }

    /// A member to be, by the address of his account.
    public record Wanted(EmailAddress address, Rights rights, boolean sendAs) {}

    public static Content of(SharedMailbox mailbox) {
      var members = new ArrayList<Wanted>();
      for (var member : mailbox.members())
        members.add(new Wanted(member.address(), member.rights(), member.sendAs()));
      return new Content(mailbox.seen(), members);
    }
  }

  public SharedMailboxResult add(
      Actor actor, EmailAddress address, AccountSettings settings, Content content) {
    var fault = Accounts.fault(settings);
    if (fault != null) return new SharedMailboxResult.NotMade(new AccountResult.Invalid(fault));
    if (content.members.size() > SharedMailbox.MAX_MEMBERS)
      return new SharedMailboxResult.TooManyMembers();
    var by = new By(actor, clock.instant());
    var result =
        add(by, new Accounts.Draft(address, settings, CredentialStore.Stored.NOTHING), content);
    if (result instanceof SharedMailboxResult.Done(var mailbox)) tell(mailbox);
    return result;
  }

  private SharedMailboxResult add(By by, Accounts.Draft draft, Content content) {
    return database.write(tx -> {
      var found = members(tx, content);
      if (!found.strangers.isEmpty()) return new SharedMailboxResult.NotPeople(found.strangers);
      var made = accounts.add(tx, by, draft);
      if (!(made instanceof AccountResult.Done(var account)))
        return new SharedMailboxResult.NotMade(made);
      var mailbox = new SharedMailbox(account, content.seen, found.members);
      SharedMailboxStore.insert(tx, mailbox);
      AuditStore.added(tx, by, mailbox);
      return new SharedMailboxResult.Done(mailbox);
    });
  }

  /// Changes who uses a mailbox, and how.
  ///
  /// @param change from what is to what shall be; may run more than once
  public SharedMailboxResult change(
      Actor actor, EmailAddress address, UnaryOperator<Content> change) {
    var by = new By(actor, clock.instant());
    var found = new AtomicReference<@Nullable SharedMailbox>();
    var result =
        database.write(tx -> {
          var before = find(tx, address);
          found.set(before);
          return before == null
              ? new SharedMailboxResult.NoSuchMailbox(address)
              : change(tx, by, before, change.apply(Content.of(before)));
        });
    var before = found.get();
    if (before != null && result instanceof SharedMailboxResult.Done(var after))
      if (!after.equals(before)) tell(before, after);
    return result;
  }

  private static SharedMailboxResult change(
      Transaction tx, By by, SharedMailbox before, Content content) {
    var found = members(tx, content);
    if (!found.strangers.isEmpty()) return new SharedMailboxResult.NotPeople(found.strangers);
    if (found.members.size() > SharedMailbox.MAX_MEMBERS)
      return new SharedMailboxResult.TooManyMembers();
    var after = new SharedMailbox(before.account(), content.seen, found.members);
    if (after.equals(before)) return new SharedMailboxResult.Done(before);
    SharedMailboxStore.update(tx, after);
    AuditStore.changed(tx, by, before, after);
    return new SharedMailboxResult.Done(after);
  }

  private record People(List<Member> members, List<EmailAddress> strangers) {}

  /// Each once, the last mention counts. A shared mailbox is nobody who could be a member.
  private static People members(Transaction tx, Content content) {
    var members = new LinkedHashMap<AccountId, Member>();
    var strangers = new ArrayList<EmailAddress>();
    for (var wanted : content.members) {
      var account = Accounts.find(tx, wanted.address());
      if (account == null || SharedMailboxStore.isShared(tx, account.id()))
        strangers.add(wanted.address());
      else
        members.put(
            account.id(),
            new Member(account.id(), account.address(), wanted.rights(), wanted.sendAs()));
    }
    return new People(List.copyOf(members.values()), strangers);
  }

  public @Nullable SharedMailbox find(EmailAddress address) {
    return database.read(tx -> find(tx, address));
  }

  private static @Nullable SharedMailbox find(Transaction tx, EmailAddress address) {
    var account = Accounts.find(tx, address);
    return account == null ? null : SharedMailboxStore.find(tx, account);
  }

  public List<SharedMailbox> list(ListQuery query) {
    return database.read(tx -> SharedMailboxStore.list(tx, query));
  }

  /// The mailboxes that this person is a member of and that are in use, by address.
  public List<Membership> of(AccountId member) {
    return database.read(tx -> SharedMailboxStore.of(tx, member));
  }

  /// This person's place in that mailbox; null when he has none, or it is no shared mailbox.
  public @Nullable Membership of(AccountId member, AccountId mailbox) {
    return database.read(tx -> SharedMailboxStore.of(tx, member, mailbox));
  }

  /// Whether this person may send in the name of that account.
  public boolean maySendAs(AccountId member, AccountId mailbox) {
    var membership = of(member, mailbox);
    return membership != null && membership.sendAs();
  }

  /// To whom rights are given.
  public sealed interface Grantee {
    record Person(AccountId account) implements Grantee {}

    /// Everybody who has an account at the owner's domain.
    record Domain() implements Grantee {}
  }

  /// Notes, before the mailbox does, that its owner gives somebody rights. What may be done says
  /// the mailbox; this says only where to look.
  public void granted(AccountId owner, Grantee grantee) {
    database.write(tx -> {
      SharedMailboxStore.grant(tx, owner, grantee);
      return null;
    });
  }

  /// Notes, after the mailboxes did, that none of them has rights for somebody any more.
  public void revoked(AccountId owner, Grantee grantee) {
    database.write(tx -> {
      SharedMailboxStore.revoke(tx, owner, grantee);
      return null;
    });
  }

  /// Somebody with mailboxes.
  ///
  /// @param shared whether it is a shared mailbox
  public record Owner(Account account, boolean shared) {}

  /// Those at whose mailboxes this person has, or may have, rights of his own, by address; at most
  /// [SharedMailbox#MAX_MEMBERS].
  public List<Owner> ownersFor(AccountId person) {
    return database.read(tx -> SharedMailboxStore.ownersFor(tx, person));
  }
}

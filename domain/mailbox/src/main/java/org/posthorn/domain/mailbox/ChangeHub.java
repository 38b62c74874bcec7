package org.posthorn.domain.mailbox;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;

/// Tells sessions on this node that they should look at a mailbox again. A hint, never the truth:
/// what changed is always asked of the database. Any thread may call.
///
/// A change costs those who listen to its account, and nobody else.
public final class ChangeHub {

  /// Called on the thread of whoever made the change, after its commit; must return at once.
  @FunctionalInterface
  public interface Listener {
    void changed(Notice notice);
  }

  /// As [Listener], for those who look after everybody's messages.
  @FunctionalInterface
  public interface EverywhereListener {
    void changed(MailAccount account);
  }

  /// Ends the listening when closed.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// By account id, which is never given out twice.
  private final ConcurrentHashMap<Long, List<Listener>> listeners = new ConcurrentHashMap<>();

  private final List<EverywhereListener> everywhere = new CopyOnWriteArrayList<>();

  /// From now on `listener` hears of every change to the account's mail.
  public Subscription subscribe(MailAccount account, Listener listener) {
    var owner = account.id();
    listeners.compute(
        owner,
        (_, list) -> {
          var all = list == null ? new CopyOnWriteArrayList<Listener>() : list;
          all.add(listener);
          return all;
        });
    return () ->
        listeners.computeIfPresent(
            owner,
            (_, list) -> {
              list.remove(listener);
              return list.isEmpty() ? null : list;
            });
  }

  /// From now on `listener` hears of every change to anybody's messages.
  public Subscription subscribe(EverywhereListener listener) {
    everywhere.add(listener);
    return () -> everywhere.remove(listener);
  }

  void publish(MailAccount account, MailboxId mailbox) {
    for (var listener : everywhere) listener.changed(account);
    publish(account, new Notice.Messages(mailbox));
  }

  void publish(MailAccount account, Notice notice) {
    tell(account.id(), notice);
  }

  /// What somebody may do at an account's mailboxes has changed.
  void publishAccess(MailAccount account, Grantee grantee) {
    switch (grantee) {
      case Grantee.Person(var person) ->
          accessChanged(List.of(new AccountId(account.id()), person));
      // Who is at the domain is not known here; it is seldom that a domain is given something.
      case Grantee.Domain() -> listeners.keySet().forEach(id -> tell(id, new Notice.Access()));
    }
  }

  /// Who belongs to a shared mailbox has changed.
  ///
  /// @param accounts the mailbox, and everybody who has come or gone
  public void accessChanged(Collection<AccountId> accounts) {
    for (var account : accounts) tell(account.value(), new Notice.Access());
  }

  /// Annotations that all users of the server share have changed.
  public void serverAnnotated() {
    var notice = new Notice.Annotations(Metadata.SERVER, 0);
    listeners.keySet().forEach(id -> tell(id, notice));
  }

  private void tell(long account, Notice notice) {
    for (var listener : listeners.getOrDefault(account, List.of())) listener.changed(notice);
  }
}

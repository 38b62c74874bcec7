package org.posthorn.domain.mailbox;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Tells sessions on this node that they should look at a mailbox again. A hint, never the truth:
/// what changed is always asked of the database. Any thread may call.
public final class ChangeHub {

  /// Called on the thread of whoever made the change, after its commit; must return at once.
  @FunctionalInterface
  public interface Listener {
    void changed(MailboxId mailbox);
  }

  /// As [Listener], for those who look after everybody's mail.
  @FunctionalInterface
  public interface EverywhereListener {
    void changed(MailAccount account);
  }

  /// Ends the listening when closed.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private record Owner(int partition, long account) {}

  private final ConcurrentHashMap<Owner, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final List<EverywhereListener> everywhere = new CopyOnWriteArrayList<>();

  /// From now on `listener` hears of every change to the account's mail.
  public Subscription subscribe(MailAccount account, Listener listener) {
    var owner = owner(account);
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

  /// From now on `listener` hears of every change to anybody's mail.
  public Subscription subscribe(EverywhereListener listener) {
    everywhere.add(listener);
    return () -> everywhere.remove(listener);
  }

  void publish(MailAccount account, MailboxId mailbox) {
    for (var listener : everywhere) listener.changed(account);
    for (var listener : listeners.getOrDefault(owner(account), List.of()))
      listener.changed(mailbox);
  }

  private static Owner owner(MailAccount account) {
    return new Owner(account.partition().value(), account.id());
  }
}

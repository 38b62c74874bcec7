package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Notice;
import org.posthorn.domain.sharing.Household;
import org.posthorn.servers.imap.SessionState.Login;
import org.posthorn.servers.imap.SessionState.Selected;
import org.posthorn.wire.imap.NotifyEvent;

/// A NOTIFY SET in force, as far as it is about mailboxes that are not selected (RFC 5465).
///
/// It listens to the accounts whose mailboxes are watched, and to no others. What it hears is noted
/// once for each mailbox, on the thread of whoever made the change; what it means is asked of the
/// store by the session's thread, to which all else belongs.
final class Announcements implements AutoCloseable {

  private final ImapSession session;
  private final Login login;
  private final NotifyRequest request;
  private final Thread owner = Thread.currentThread();

  /// By account id.
  private final Map<Long, WatchedHousehold> households = new LinkedHashMap<>();

  private Set<String> subscriptions = Set.of();
  private Map<String, byte[]> serverAnnotations = Map.of();
  private int watched;

  private final Object lock = new Object();

  /// Guarded by the lock, as all below.
  private final Map<WatchedHousehold, Notices> noted = new LinkedHashMap<>();

  private int waiting;
  private boolean overflown;

  private Announcements(ImapSession session, Login login, NotifyRequest request) {
    this.session = session;
    this.login = login;
    this.request = request;
  }

  /// Listens, then looks, so that nothing falls between; tells nothing yet.
  static Announcements begin(ImapSession session, Login login, NotifyRequest request)
      throws NotifyOverflow {
    var news = new Announcements(session, login, request);
    boolean begun = false;
    try {
      news.watch(login.home());
      if (news.usesSubscriptions()) news.subscriptions = news.subscriptionsNow();
      if (request.mayMeanOthers())
        for (var other : news.services().sharing().others(login.id())) news.watch(other);
      for (var household : news.households.values()) household.begin();
      var _ = news.serverAnnotated();
      begun = true;
      return news;
    } finally {
      if (!begun) news.close();
    }
  }

  private WatchedHousehold watch(Household household) {
    var watching = new WatchedHousehold(this, household);
    households.put(household.account().id(), watching);
    return watching;
  }

  /// The answer to the command.
  void tellBeginning() throws IOException {
    for (var household : households.values()) household.tellBeginning();
  }

  @Override
  public void close() {
    for (var household : households.values()) household.close();
    synchronized (lock) {
      noted.clear();
      services().backlog().remove(login.id(), waiting);
      waiting = 0;
      overflown = true;
    }
  }

  ImapSession session() {
    return session;
  }

  ImapServices services() {
    return session.services();
  }

  NotifyRequest request() {
    return request;
  }

  /// The names that are subscribed to, where the request depends on them.
  Set<String> subscriptions() {
    return subscriptions;
  }

  Set<String> subscriptionsNow() {
    var names = new HashSet<String>();
    for (var path : services().mail().mailboxes().subscriptions(login.account()))
      names.add(path.text());
    return names;
  }

  boolean usesSubscriptions() {
    return request.asksForSubscriptions() || request.wants(NotifyEvent.SUBSCRIPTION_CHANGE);
  }

  boolean wantsAnnotations() {
    return request.wants(NotifyEvent.MAILBOX_METADATA_CHANGE)
        || request.wants(NotifyEvent.SERVER_METADATA_CHANGE);
  }

  /// The names of those annotations that have changed since this was asked last.
  List<String> serverAnnotated() {
    if (!request.wants(NotifyEvent.SERVER_METADATA_CHANGE)) return List.of();
    var before = serverAnnotations;
    serverAnnotations = services().directory().annotations().all();
    var names = new TreeSet<>(before.keySet());
    names.addAll(serverAnnotations.keySet());
    names.removeIf(name -> Arrays.equals(before.get(name), serverAnnotations.get(name)));
    return List.copyOf(names);
  }

  /// RFC 5465 §3.1: of the selected mailbox other words decide.
  boolean isSelected(Place place) {
    return session.state() instanceof Selected(var _, var selected)
        && selected.where().mailbox().equals(place.mailbox().id())
        && selected.where().account().id() == place.household().account().id();
  }

  void watchesMore() throws NotifyOverflow {
    if (++watched > NotifyBacklog.MAX_WATCHED) throw new NotifyOverflow();
  }

  void watchesLess() {
    watched--;
  }

  // ---- noting

  /// Called on the thread of whoever made a change.
  void note(WatchedHousehold household, Notice notice) {
    note(household, notice, Thread.currentThread().equals(owner));
  }

  /// @param own whether this session made the change
  void note(WatchedHousehold household, Notice notice, boolean own) {
    synchronized (lock) {
      // What it has done to messages itself it knows.
      if (overflown || (own && notice instanceof Notice.Messages)) return;
      var notices = noted.computeIfAbsent(household, _ -> new Notices());
      int before = notices.size();
      notices.note(notice, own);
      int more = notices.size() - before;
      for (int i = 0; i < more; i++) {
        boolean fits =
            waiting < NotifyBacklog.MAX_OF_SESSION && services().backlog().add(login.id());
        if (fits) waiting++;
        else overflown = true;
      }
    }
    session.news().hint();
  }

  private Map<WatchedHousehold, Notices> take() throws NotifyOverflow {
    synchronized (lock) {
      if (overflown) throw new NotifyOverflow();
      var taken = new LinkedHashMap<>(noted);
      noted.clear();
      services().backlog().remove(login.id(), waiting);
      waiting = 0;
      return taken;
    }
  }

  // ---- telling

  /// Tells what has been noted.
  void tell() throws IOException, NotifyOverflow {
    tell(take());
  }

  /// Looks at everything: notices can get lost between nodes.
  void tellAll() throws IOException, NotifyOverflow {
    var taken = take();
    for (var household : households.values()) {
      var notices = taken.computeIfAbsent(household, _ -> new Notices());
      notices.everything = true;
      notices.access = true;
    }
    tell(taken);
  }

  private void tell(Map<WatchedHousehold, Notices> taken) throws IOException, NotifyOverflow {
    if (taken.isEmpty()) return;
    var home = households.get(login.account().id());
    var own = home == null ? null : taken.get(home);
    if (own != null && own.access && request.mayMeanOthers()) meetOthers(taken);
    if (own != null) subscribed(own, taken);
    for (var entry : taken.entrySet())
      if (!entry.getValue().isEmpty()) entry.getKey().tell(entry.getValue());
    // Whoever has nothing to say here any more has been told of.
    if (own != null && own.access) dismissOthers();
  }

  /// Somebody may have given this person rights at his mailboxes.
  private void meetOthers(Map<WatchedHousehold, Notices> taken) {
    for (var other : services().sharing().others(login.id())) {
      if (households.containsKey(other.account().id())) continue;
      var notices = new Notices();
      notices.access = true;
      var made = watch(other);
      made.beginLater();
      taken.put(made, notices);
    }
    for (var household : households.values())
      taken.computeIfAbsent(household, _ -> new Notices()).access = true;
  }

  private void dismissOthers() {
    var home = login.account().id();
    for (var household : List.copyOf(households.values())) {
      long account = household.household().account().id();
      if (account == home || services().sharing().again(household.household()) != null) continue;
      household.close();
      households.remove(account);
    }
  }

  /// RFC 5465 §5.5, §6.4.
  private void subscribed(Notices own, Map<WatchedHousehold, Notices> taken) throws IOException {
    boolean touched = !own.paths.isEmpty() || !own.ownPaths.isEmpty() || own.everything;
    if (!touched || !usesSubscriptions()) return;
    var before = subscriptions;
    subscriptions = subscriptionsNow();
    var changed = new HashSet<>(own.paths);
    for (var path : paths(before, subscriptions))
      if (!own.ownPaths.contains(path)) changed.add(path);
    var told = new ArrayList<MailboxPath>();
    for (var path : changed.stream().sorted().toList())
      if (request.wantsSubscription(path, before) || request.wantsSubscription(path, subscriptions))
        told.add(path);
    if (!told.isEmpty()) {
      var all = new ArrayList<>(Places.own(session, login));
      if (told.stream().anyMatch(MailboxPath::isOfOthers))
        all.addAll(Places.ofOthers(session, login));
      var listing = new Listing(all);
      for (var path : told) listing.name(path);
      listing.tell(session, () -> subscriptions);
    }
    if (!request.asksForSubscriptions()) return;
    for (var household : households.values())
      taken.computeIfAbsent(household, _ -> new Notices()).access = true;
  }

  /// Those that are in one of the sets only.
  private static Set<MailboxPath> paths(Set<String> before, Set<String> after) {
    var changed = new HashSet<MailboxPath>();
    for (var name : before) if (!after.contains(name)) changed.add(new MailboxPath(name));
    for (var name : after) if (!before.contains(name)) changed.add(new MailboxPath(name));
    return changed;
  }

  /// The client leaves a mailbox that it has seen the changes of by itself.
  void left(SelectedMailbox mailbox) {
    var household = households.get(mailbox.where().account().id());
    if (household != null) household.left(mailbox);
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.ChangeHub;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Metadata;
import org.posthorn.domain.mailbox.Notice;
import org.posthorn.domain.sharing.Household;
import org.posthorn.wire.imap.MetadataResponses;
import org.posthorn.wire.imap.NotifyEvent;
import org.posthorn.wire.imap.StatusItem;

/// The mailboxes of one household that a session watches by NOTIFY, as its client knows them. What
/// the store tells differently is announced.
///
/// Belongs to the session's thread; notices come from any.
final class WatchedHousehold implements AutoCloseable {

  private final Announcements news;
  private final ChangeHub.Subscription subscription;
  private final Map<MailboxId, Watched> watched = new ConcurrentHashMap<>();
  private final boolean own;
  private Household household;
  private long annotatedAt;

  /// Ids that are greater are of mailboxes that have not been looked at.
  private volatile long highest;

  /// While it looks at everything it cannot tell yet which notices concern it.
  private volatile boolean looking = true;

  /// A mailbox as the client knows it.
  ///
  /// @param place with the counters that were told, or could be asked for
  /// @param open whether it may be read
  private record Watched(Place place, Set<NotifyEvent> events, boolean open) {

    boolean wants(NotifyEvent event) {
      return events.contains(event);
    }

    /// Whether a STATUS response tells of it.
    boolean counts() {
      return open && events.stream().anyMatch(NotifyEvent::isOfMessages);
    }
  }

  /// From now on hears of changes; [#begin] looks what is there.
  WatchedHousehold(Announcements news, Household household) {
    this.news = news;
    this.household = household;
    own = household.isOwn();
    subscription = news.services().mail().changes().subscribe(household.account(), this::heard);
  }

  Household household() {
    return household;
  }

  @Override
  public void close() {
    subscription.close();
  }

  /// Called on the thread of whoever made a change.
  private void heard(Notice notice) {
    boolean mine =
        switch (notice) {
          case Notice.Messages(var mailbox) ->
              looking || watched.containsKey(mailbox) || isNew(mailbox);
          case Notice.Name _ -> true;
          case Notice.Annotations _ -> news.wantsAnnotations();
          case Notice.Subscription _ -> own && news.usesSubscriptions();
          // What somebody may do elsewhere is told to himself.
          case Notice.Access _ -> news.request().mayMeanOthers();
        };
    if (mine) news.note(this, notice);
  }

  private boolean isNew(MailboxId mailbox) {
    return mailbox.value() > highest;
  }

  // ---- the beginning

  /// Looks what is there, telling nothing yet.
  void begin() throws NotifyOverflow {
    annotatedAt = news.services().mail().metadata().latest(household.account());
    var places = places();
    if (places == null) return;
    for (var place : places.values()) {
      var events = events(place);
      if (!events.isEmpty()) keep(new Watched(place, events, isOpen(place)));
    }
    looking = false;
  }

  /// For mailboxes that this person may see from now on: all of them are new.
  void beginLater() {
    annotatedAt = news.services().mail().metadata().latest(household.account());
    looking = false;
  }

  /// RFC 5465 §3.1: what cannot be watched, and, if that is wanted, where the others are.
  void tellBeginning() throws IOException {
    var all = watched.values().stream().map(Watched::place).toList();
    var listing = new Listing(all);
    for (var each : inOrder()) if (!each.open) listing.closed(each.place);
    listing.tell(news.session(), news::subscriptionsNow);
    if (!news.request().status()) return;
    for (var each : inOrder())
      if (each.counts() && !news.isSelected(each.place)) status(each, beginning(each));
  }

  private List<Watched> inOrder() {
    var all = new ArrayList<>(watched.values());
    all.sort((one, other) -> one.place.name().text().compareTo(other.place.name().text()));
    return all;
  }

  private static Set<StatusItem> beginning(Watched each) {
    var items = EnumSet.of(StatusItem.UIDVALIDITY);
    if (each.wants(NotifyEvent.MESSAGE_NEW)) {
      items.add(StatusItem.MESSAGES);
      items.add(StatusItem.UIDNEXT);
    }
    if (each.wants(NotifyEvent.FLAG_CHANGE)) items.add(StatusItem.UNSEEN);
    if (each.wants(NotifyEvent.FLAG_CHANGE) || each.wants(NotifyEvent.ANNOTATION_CHANGE))
      items.add(StatusItem.HIGHESTMODSEQ);
    return items;
  }

  // ---- looking

  /// Every mailbox, also those that may not be looked at; null when this person has no business
  /// here any more.
  private @Nullable Map<MailboxId, Place> places() {
    var services = news.services();
    var again = services.sharing().again(household);
    if (again == null) return null;
    household = again;
    var access = services.sharing().access(household);
    var all = new LinkedHashMap<MailboxId, Place>();
    long greatest = 0;
    for (var mailbox : services.mail().mailboxes().all(household.account())) {
      greatest = Math.max(greatest, mailbox.id().value());
      var name = Names.name(household, mailbox.path());
      var place = new Place(household, mailbox, name, access.rights(mailbox.id()));
      all.put(mailbox.id(), seen(place));
    }
    highest = greatest;
    return all;
  }

  /// With the unseen messages of the one who asks, where that matters.
  private Place seen(Place place) {
    if (place.where().seenBy() == null || !news.request().wants(NotifyEvent.FLAG_CHANGE))
      return place;
    var mailboxes = news.services().mail().mailboxes();
    return with(place, mailboxes.seenBy(place.where(), place.mailbox()));
  }

  private static Place with(Place place, Mailbox mailbox) {
    return new Place(place.household(), mailbox, place.name(), place.rights());
  }

  private static boolean isOpen(Place place) {
    return place.rights().has(Right.READ);
  }

  private Set<NotifyEvent> events(Place place) {
    if (!place.rights().has(Right.LOOKUP)) return Set.of();
    return news.request().of(place, news.subscriptions());
  }

  private void keep(Watched each) throws NotifyOverflow {
    boolean more = watched.put(each.place.mailbox().id(), each) == null;
    if (more) news.watchesMore();
  }

  private void forget(MailboxId mailbox) {
    if (watched.remove(mailbox) != null) news.watchesLess();
  }

  /// Tells what has changed.
  void tell(Notices notices) throws IOException, NotifyOverflow {
    if (notices.isOfNames() || !looksTheSame(notices)) {
      looking = true;
      lookAtAll(notices);
      looking = false;
    }
    if (notices.annotations || notices.everything) annotations(notices);
  }

  /// Looks at those mailboxes only that messages have changed in; false when that will not do.
  private boolean looksTheSame(Notices notices) throws IOException, NotifyOverflow {
    if (notices.messages.isEmpty()) return true;
    var services = news.services();
    var again = services.sharing().again(household);
    if (again == null) return false;
    household = again;
    var access = services.sharing().access(household);
    for (var id : notices.messages) {
      var known = watched.get(id);
      // A mailbox that was made for messages that were put back has no notice of its own.
      if (known == null && isNew(id)) return false;
      if (known == null) continue;
      var mailbox = services.mail().mailboxes().find(household.where(id));
      if (mailbox == null || !mailbox.path().equals(known.place.mailbox().path())) return false;
      if (!access.rights(id).equals(known.place.rights())) return false;
      var place = new Place(household, mailbox, known.place.name(), known.place.rights());
      compare(known, seen(place));
    }
    return true;
  }

  private void lookAtAll(Notices notices) throws IOException, NotifyOverflow {
    var places = places();
    if (places == null) places = Map.of();
    var visible = places.values().stream().filter(place -> place.rights().has(Right.LOOKUP));
    var listing = new Listing(visible.toList());
    var look = new Look(notices, listing, new Renames(places, watched));
    for (var known : inOrder()) {
      var now = places.get(known.place.mailbox().id());
      if (now == null || !now.rights().has(Right.LOOKUP))
        gone(known, now != null || places.isEmpty(), look);
    }
    var statuses = new LinkedHashMap<MailboxId, Watched>();
    for (var place : places.values()) see(place, look, statuses);
    listing.tell(news.session(), news::subscriptionsNow);
    for (var each : statuses.values())
      if (!news.isSelected(each.place)) status(each, beginning(each));
    for (var place : places.values()) {
      boolean touched = notices.everything || notices.messages.contains(place.mailbox().id());
      var known = watched.get(place.mailbox().id());
      if (touched && known != null && !statuses.containsKey(place.mailbox().id()))
        compare(known, place);
    }
  }

  /// One look at all names.
  private record Look(Notices notices, Listing listing, Renames renames) {
    boolean isOwn(MailboxId mailbox) {
      return notices.ownNames.contains(mailbox) && !notices.names.contains(mailbox);
    }

    /// RFC 5465 §5.4: a mailbox that comes or goes changes the one above it.
    void affects(Place above, Map<MailboxId, Watched> watched) {
      var parent = watched.get(above.mailbox().id());
      if (parent != null && parent.wants(NotifyEvent.MAILBOX_NAME)) listing.present(above);
    }
  }

  /// Which mailboxes have other names, but those that only lie below one that has.
  private static final class Renames {
    private final Map<String, String> byOldName = new HashMap<>();

    Renames(Map<MailboxId, Place> places, Map<MailboxId, Watched> watched) {
      for (var known : watched.values()) {
        var now = places.get(known.place.mailbox().id());
        if (now != null && !now.name().equals(known.place.name()))
          byOldName.put(known.place.name().text(), now.name().text());
      }
    }

    boolean isOne(String oldName, String name) {
      if (!name.equals(byOldName.get(oldName))) return false;
      int slash = oldName.lastIndexOf(MailboxPath.SEPARATOR);
      for (; slash > 0; slash = oldName.lastIndexOf(MailboxPath.SEPARATOR, slash - 1)) {
        var above = byOldName.get(oldName.substring(0, slash));
        if (above != null && name.equals(above + oldName.substring(slash))) return false;
      }
      return true;
    }
  }

  private void gone(Watched known, boolean hidden, Look look) {
    var id = known.place.mailbox().id();
    forget(id);
    if (look.isOwn(id)) return;
    if (known.wants(NotifyEvent.MAILBOX_NAME)) {
      look.listing.gone(known.place.name(), hidden);
      var above = look.listing.above(known.place.name());
      if (above != null) look.affects(above, watched);
    } else if (hidden) {
      look.listing.gone(known.place.name(), true);
    }
  }

  private void see(Place place, Look look, Map<MailboxId, Watched> statuses) throws NotifyOverflow {
    var id = place.mailbox().id();
    var events = events(place);
    var known = watched.get(id);
    if (events.isEmpty()) {
      if (known != null && place.rights().has(Right.LOOKUP)) {
        moved(known, place, look);
        forget(id);
      }
      return;
    }
    if (known == null) {
      appeared(new Watched(place, events, isOpen(place)), look, statuses);
      return;
    }
    // The counters stay those that are known: it is compared when all names are told.
    var now = new Watched(with(place, known.place.mailbox()), events, isOpen(place));
    moved(known, place, look);
    if (known.open && !now.open) look.listing.closed(place);
    if (!known.open && now.open) look.listing.present(place);
    boolean begins = now.counts() && !known.counts();
    keep(begins ? new Watched(place, events, true) : renamed(now, place));
    if (begins) statuses.put(id, kept(id));
  }

  private static Watched renamed(Watched now, Place place) {
    var told = now.place.mailbox();
    var mailbox =
        new Mailbox(
            told.id(),
            place.mailbox().path(),
            place.mailbox().specialUse(),
            told.uidValidity(),
            told.uidNext(),
            told.recentUid(),
            told.modseq(),
            told.messages(),
            told.unseen(),
            told.deleted(),
            told.bytes());
    return new Watched(with(place, mailbox), now.events, now.open);
  }

  private Watched kept(MailboxId id) {
    var kept = watched.get(id);
    if (kept == null) throw new IllegalStateException("not watched: " + id);
    return kept;
  }

  private void moved(Watched known, Place place, Look look) {
    if (look.isOwn(place.mailbox().id())) return;
    var oldName = known.place.name();
    if (!look.renames.isOne(oldName.text(), place.name().text())) return;
    boolean wanted =
        known.wants(NotifyEvent.MAILBOX_NAME) || events(place).contains(NotifyEvent.MAILBOX_NAME);
    if (wanted) look.listing.renamed(place, oldName);
  }

  private void appeared(Watched each, Look look, Map<MailboxId, Watched> statuses)
      throws NotifyOverflow {
    keep(each);
    if (look.isOwn(each.place.mailbox().id())) return;
    if (each.wants(NotifyEvent.MAILBOX_NAME)) {
      look.listing.present(each.place);
      var above = look.listing.above(each.place.name());
      if (above != null) look.affects(above, watched);
    }
    if (!each.open) look.listing.closed(each.place);
    if (each.counts() && each.place.mailbox().uidNext() > 1)
      statuses.put(each.place.mailbox().id(), each);
  }

  // ---- messages

  private void compare(Watched known, Place now) throws IOException, NotifyOverflow {
    if (!known.counts() || news.isSelected(now)) return;
    var items = changed(known, now.mailbox());
    var next = new Watched(with(known.place, now.mailbox()), known.events, known.open);
    keep(next);
    if (!items.isEmpty()) status(next, items);
  }

  /// What STATUS tells of a change (RFC 5465 §5.1, §5.2, §5.3); nothing for no change.
  private Set<StatusItem> changed(Watched known, Mailbox now) {
    var before = known.place.mailbox();
    boolean condstore = news.session().enabled().isCondstore();
    boolean count = before.uidNext() != now.uidNext() || before.messages() != now.messages();
    boolean renumbered = before.uidValidity() != now.uidValidity();
    var items = EnumSet.noneOf(StatusItem.class);
    if (renumbered) items.add(StatusItem.UIDVALIDITY);
    if (count || renumbered) {
      items.add(StatusItem.MESSAGES);
      items.add(StatusItem.UIDNEXT);
      if (condstore) items.add(StatusItem.HIGHESTMODSEQ);
    }
    if (!known.wants(NotifyEvent.FLAG_CHANGE) || before.modseq() == now.modseq()) return items;
    boolean seen = before.unseen() != now.unseen();
    if (condstore) items.add(StatusItem.HIGHESTMODSEQ);
    if (seen) items.add(StatusItem.UNSEEN);
    if (condstore || seen) items.add(StatusItem.UIDVALIDITY);
    return items;
  }

  private void status(Watched each, Set<StatusItem> items) throws IOException {
    StatusCommand.write(news.session(), each.place, items);
  }

  /// The client has looked at one of the mailboxes by itself until now.
  void left(SelectedMailbox mailbox) {
    var id = mailbox.where().mailbox();
    var known = watched.get(id);
    if (known == null) return;
    var told = mailbox.told();
    int unseen = 0;
    for (int i = 0; i < told.size(); i++)
      if ((told.flags(i) & org.posthorn.domain.mailbox.SystemFlag.SEEN.bit()) == 0) unseen++;
    var old = known.place.mailbox();
    var asTold =
        new Mailbox(
            id,
            old.path(),
            old.specialUse(),
            told.uidValidity(),
            told.uidNext(),
            old.recentUid(),
            told.modseq(),
            told.size(),
            unseen,
            old.deleted(),
            old.bytes());
    watched.put(id, new Watched(with(known.place, asTold), known.events, known.open));
    news.note(this, new Notice.Messages(id), false);
  }

  // ---- annotations

  /// RFC 5465 §5.6, §5.7: the names of what has changed.
  private void annotations(Notices notices) throws IOException, NotifyOverflow {
    if (!news.wantsAnnotations()) return;
    int most = NotifyBacklog.MAX_OF_SESSION;
    var metadata = news.services().mail().metadata();
    var touched = metadata.touched(household.account(), annotatedAt, most + 1);
    if (touched.size() > most) throw new NotifyOverflow();
    var byMailbox = new LinkedHashMap<MailboxId, List<String>>();
    for (var one : touched) {
      annotatedAt = Math.max(annotatedAt, one.modseq());
      boolean own = notices.ownAnnotations.contains(one.modseq());
      boolean hidden = one.isPrivate() && !household.isOwn();
      if (!own && !hidden)
        byMailbox.computeIfAbsent(one.mailbox(), _ -> new ArrayList<>()).add(one.entry());
    }
    for (var entry : own ? news.serverAnnotated() : List.<String>of())
      if (!notices.ownAnnotations.contains(0L))
        byMailbox.computeIfAbsent(Metadata.SERVER, _ -> new ArrayList<>()).add(entry);
    var wire = news.session().wire();
    for (var each : byMailbox.entrySet()) {
      if (each.getKey().equals(Metadata.SERVER)) {
        if (!household.isOwn() || !news.request().wants(NotifyEvent.SERVER_METADATA_CHANGE))
          continue;
        MetadataResponses.changed(wire.out(), null, each.getValue());
      } else {
        var known = watched.get(each.getKey());
        if (known == null || !known.open) continue;
        if (!known.wants(NotifyEvent.MAILBOX_METADATA_CHANGE)) continue;
        MetadataResponses.changed(wire.out(), known.place.name(), each.getValue());
      }
      wire.responseEnds();
    }
  }
}

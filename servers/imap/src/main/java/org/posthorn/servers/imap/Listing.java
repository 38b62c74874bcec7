package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.wire.imap.ListEntry;
import org.posthorn.wire.imap.MailboxAttribute;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.SpecialUse;

/// The LIST responses by which NOTIFY tells of names (RFC 5465 §5.4, §5.5, §5.9): each name once,
/// however many reasons there are. Belongs to one look at a household's mailboxes.
final class Listing {

  private record Line(@Nullable Place place, boolean noAccess, @Nullable MailboxName oldName) {}

  private final Map<String, Place> places = new HashMap<>();
  private final Set<String> parents = new HashSet<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /// @param all that may be looked at
  Listing(Iterable<Place> all) {
    for (var place : all) {
      var text = place.name().text();
      places.put(text, place);
      for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1))
        if (!parents.add(text.substring(0, slash))) break;
    }
  }

  void present(Place place) {
    lines.putIfAbsent(place.name().text(), new Line(place, false, null));
  }

  void renamed(Place place, MailboxName oldName) {
    lines.put(place.name().text(), new Line(place, false, oldName));
  }

  /// It is there, but may not be read.
  void closed(Place place) {
    lines.put(place.name().text(), new Line(place, true, null));
  }

  /// @param hidden it is there, but this person may not know of it any more
  void gone(MailboxName name, boolean hidden) {
    lines.put(name.text(), new Line(null, hidden, null));
  }

  /// A name, whatever has become of its mailbox.
  void name(MailboxPath path) {
    var place = places.get(path.text());
    lines.putIfAbsent(path.text(), new Line(place, false, null));
  }

  /// The mailbox right above, if there is one.
  @Nullable Place above(MailboxName name) {
    int slash = name.text().lastIndexOf(MailboxPath.SEPARATOR);
    return slash < 0 ? null : places.get(name.text().substring(0, slash));
  }

  /// @param subscriptions asked for once, if anything is told
  void tell(ImapSession session, Supplier<Set<String>> subscriptions) throws IOException {
    if (lines.isEmpty()) return;
    var subscribed = subscriptions.get();
    for (var entry : lines.entrySet()) {
      MailboxResponses.list(
          session.wire().out(), entry(entry.getKey(), entry.getValue(), subscribed));
      session.wire().responseEnds();
    }
  }

  private ListEntry entry(String name, Line line, Set<String> subscribed) {
    var attributes = EnumSet.noneOf(MailboxAttribute.class);
    Set<SpecialUse> uses = Set.of();
    var place = line.place;
    if (place == null) {
      attributes.add(MailboxAttribute.NONEXISTENT);
    } else {
      attributes.add(
          parents.contains(name) ? MailboxAttribute.HASCHILDREN : MailboxAttribute.HASNOCHILDREN);
      if (place.household().isOwn()) uses = SpecialUses.of(place.mailbox());
    }
    if (line.noAccess) attributes.add(MailboxAttribute.NOACCESS);
    if (subscribed.contains(name)) attributes.add(MailboxAttribute.SUBSCRIBED);
    return new ListEntry(new MailboxName(name), attributes, uses, Set.of(), line.oldName);
  }
}

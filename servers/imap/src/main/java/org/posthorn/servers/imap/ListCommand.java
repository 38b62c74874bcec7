package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Annotation;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.ListEntry;
import org.posthorn.wire.imap.ListReturn;
import org.posthorn.wire.imap.ListSelection;
import org.posthorn.wire.imap.MailboxAttribute;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.MailboxPattern;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SpecialUse;

/// LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154, RFC 9590).
///
/// Every level of a mailbox's name is a mailbox, so the only names without one are those that
/// somebody subscribed to before it was deleted, and the levels above the mailboxes of others.
final class ListCommand {

  private final ImapSession session;
  private final AfterLogin.ListMailboxes command;
  private final SessionState.Login login;
  private final TreeMap<String, Place> mailboxes = new TreeMap<>();

  /// Names that are there only to hold others.
  private final Set<String> levels = new HashSet<>();

  private final Set<String> parents = new HashSet<>();
  private final Set<String> subscribed = new HashSet<>();

  private ListCommand(
      ImapSession session, AfterLogin.ListMailboxes command, SessionState.Login login) {
    this.session = session;
    this.login = login;
    this.command = command;
  }

  static Reply run(ImapSession session, Known state, AfterLogin.ListMailboxes command)
      throws IOException {
    if (command.asksForSeparator()) {
      MailboxResponses.listSeparator(session.wire().out());
      session.wire().responseEnds();
      return Replies.completed("LIST");
    }
    for (var entry : command.annotations())
      if (!Annotation.isName(entry)) return Replies.NOT_AN_ENTRY;
    var list = new ListCommand(session, command, state.login());
    list.load(state);
    list.tell();
    return Replies.completed("LIST");
  }

  private void load(Known state) {
    var login = state.login();
    for (var place : Places.own(session, login)) add(place);
    if (mayNameOthers())
      for (var place : Places.ofOthers(session, login)) {
        add(place);
        levels.add(Names.root(place.household()));
      }
    var store = session.services().mail().mailboxes();
    if (command.returns().contains(ListReturn.SUBSCRIBED)
        || command.selection().contains(ListSelection.SUBSCRIBED))
      for (var path : store.subscriptions(login.account())) subscribed.add(path.text());
  }

  /// Whether a pattern may match what the names of others begin with; most do not.
  private boolean mayNameOthers() {
    for (var pattern : command.patternsInReference()) {
      var text = pattern.text();
      if (text.startsWith("*") || text.startsWith("%")) return true;
      if (text.startsWith("O") || text.startsWith("S")) return true;
    }
    return false;
  }

  private void add(Place place) {
    var text = place.name().text();
    mailboxes.put(text, place);
    for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
      var above = text.substring(0, slash);
      parents.add(above);
      if (!place.household().isOwn()) levels.add(above);
    }
  }

  private void tell() throws IOException {
    boolean onlySubscribed = command.selection().contains(ListSelection.SUBSCRIBED);
    var all = new TreeSet<>(mailboxes.keySet());
    all.addAll(levels);
    if (onlySubscribed) all.addAll(subscribed);
    var names = new ArrayList<>(all);
    var patterns = command.patternsInReference();
    for (var name : names) {
      var mailboxName = new MailboxName(name);
      if (!matches(patterns, mailboxName)) continue;
      var entry = selected(name, names, patterns);
      if (entry != null) tell(name, entry);
    }
  }

  private void tell(String name, Entry entry) throws IOException {
    var wire = session.wire();
    MailboxResponses.list(wire.out(), entry.build());
    wire.responseEnds();
    var place = mailboxes.get(name);
    if (place == null) return;
    // RFC 8440 §2, RFC 5819 §2: right after its LIST response.
    if (command.returns().contains(ListReturn.MYRIGHTS)) AclCommands.tell(session, place);
    if (!command.annotations().isEmpty())
      MetadataCommands.tell(session, login, place, command.annotations());
    if (command.statusItems().isEmpty() || !place.rights().has(Right.READ)) return;
    StatusCommand.tell(session, seen(place), command.statusItems());
  }

  /// With the unseen messages of the one who asks.
  private Place seen(Place place) {
    var mailboxes = session.services().mail().mailboxes();
    var mailbox = mailboxes.seenBy(place.where(), place.mailbox());
    return new Place(place.household(), mailbox, place.name(), place.rights());
  }

  static boolean matches(List<MailboxPattern> patterns, MailboxName name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /// What LIST says of a name, or nothing when the selection leaves it out.
  private @Nullable Entry selected(String name, List<String> names, List<MailboxPattern> patterns) {
    var place = mailboxes.get(name);
    var selection = command.selection();
    var entry = place == null ? missing(name) : entry(place);
    if (selection.contains(ListSelection.SPECIAL_USE) && entry.uses.isEmpty()) return null;
    boolean children = parents.contains(name);
    if (place != null || levels.contains(name))
      entry.attributes.add(
          children ? MailboxAttribute.HASCHILDREN : MailboxAttribute.HASNOCHILDREN);
    boolean own = subscribed.contains(name);
    if (own) entry.attributes.add(MailboxAttribute.SUBSCRIBED);
    if (!selection.contains(ListSelection.SUBSCRIBED)) return entry;
    // RFC 9051 §6.3.9.6: a parent of subscribed mailboxes that the patterns do not show.
    if (selection.contains(ListSelection.RECURSIVEMATCH) && subscribedBelow(name, names, patterns))
      entry.childInfo.add(ListSelection.SUBSCRIBED);
    return own || !entry.childInfo.isEmpty() ? entry : null;
  }

  private boolean subscribedBelow(String name, List<String> names, List<MailboxPattern> patterns) {
    var prefix = name + MailboxPath.SEPARATOR;
    for (var other : names) {
      if (!other.startsWith(prefix) || !subscribed.contains(other)) continue;
      if (!matches(patterns, new MailboxName(other))) return true;
    }
    return false;
  }

  private Entry missing(String name) {
    var entry = new Entry(new MailboxName(name));
    entry.attributes.add(
        levels.contains(name) ? MailboxAttribute.NOSELECT : MailboxAttribute.NONEXISTENT);
    return entry;
  }

  /// What is always said of a mailbox: clients find their special folders without asking (RFC 6154
  /// §2). Those of others are no places for one's own mail.
  static Entry entry(Place place) {
    var entry = new Entry(place.name());
    if (place.household().isOwn()) entry.uses.addAll(SpecialUses.of(place.mailbox()));
    return entry;
  }

  /// A LIST response in the making.
  static final class Entry {
    private final MailboxName name;
    private final Set<MailboxAttribute> attributes = EnumSet.noneOf(MailboxAttribute.class);
    private final Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
    private final Set<ListSelection> childInfo = EnumSet.noneOf(ListSelection.class);

    private Entry(MailboxName name) {
      this.name = name;
    }

    ListEntry build() {
      return new ListEntry(name, attributes, uses, childInfo, null);
    }
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Mailbox;
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

/// LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154).
///
/// Every level of a mailbox's name is a mailbox, so the only names without one are those that
/// somebody subscribed to before it was deleted.
final class ListCommand {

  private final ImapSession session;
  private final AfterLogin.ListMailboxes command;
  private final TreeMap<String, Mailbox> mailboxes = new TreeMap<>();
  private final Set<String> parents = new HashSet<>();
  private final Set<String> subscribed = new HashSet<>();

  private ListCommand(ImapSession session, AfterLogin.ListMailboxes command) {
    this.session = session;
    this.command = command;
  }

  static Reply run(ImapSession session, Known state, AfterLogin.ListMailboxes command)
      throws IOException {
    if (command.asksForSeparator()) {
      MailboxResponses.listSeparator(session.wire().out());
      session.wire().responseEnds();
      return Replies.completed("LIST");
    }
    var list = new ListCommand(session, command);
    list.load(state);
    list.tell(state);
    return Replies.completed("LIST");
  }

  private void load(Known state) {
    var store = session.services().mail().mailboxes();
    var account = state.login().account();
    for (var mailbox : store.all(account)) {
      var text = mailbox.path().text();
      mailboxes.put(text, mailbox);
      int slash = text.lastIndexOf(MailboxPath.SEPARATOR);
      if (slash > 0) parents.add(text.substring(0, slash));
    }
    if (command.returns().contains(ListReturn.SUBSCRIBED)
        || command.selection().contains(ListSelection.SUBSCRIBED))
      for (var path : store.subscriptions(account)) subscribed.add(path.text());
  }

  private void tell(Known state) throws IOException {
    boolean onlySubscribed = command.selection().contains(ListSelection.SUBSCRIBED);
    var names = new ArrayList<>(mailboxes.keySet());
    if (onlySubscribed) {
      for (var name : subscribed) if (!mailboxes.containsKey(name)) names.add(name);
      names.sort(null);
    }
    var patterns = command.patternsInReference();
    for (var name : names) {
      var mailboxName = new MailboxName(name);
      if (!matches(patterns, mailboxName)) continue;
      var entry = selected(name, names, patterns);
      if (entry != null) tell(state, name, entry);
    }
  }

  private void tell(Known state, String name, Entry entry) throws IOException {
    var wire = session.wire();
    MailboxResponses.list(wire.out(), entry.build());
    wire.responseEnds();
    var mailbox = mailboxes.get(name);
    if (mailbox == null || command.statusItems().isEmpty()) return;
    // RFC 5819 §2: right after its LIST response.
    StatusCommand.tell(session, state, mailbox, command.statusItems());
  }

  static boolean matches(List<MailboxPattern> patterns, MailboxName name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /// What LIST says of a name, or nothing when the selection leaves it out.
  private @Nullable Entry selected(String name, List<String> names, List<MailboxPattern> patterns) {
    var mailbox = mailboxes.get(name);
    var selection = command.selection();
    var entry = mailbox == null ? missing(name) : entry(mailbox);
    if (selection.contains(ListSelection.SPECIAL_USE)
        && (mailbox == null || mailbox.specialUse() == null)) return null;
    boolean children = parents.contains(name);
    if (mailbox != null)
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

  private static Entry missing(String name) {
    var entry = new Entry(new MailboxName(name));
    entry.attributes.add(MailboxAttribute.NONEXISTENT);
    return entry;
  }

  /// What is always said of a mailbox: clients find their special folders without asking (RFC 6154
  /// §2).
  static Entry entry(Mailbox mailbox) {
    var entry = new Entry(Names.name(mailbox.path()));
    entry.uses.addAll(SpecialUses.of(mailbox));
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

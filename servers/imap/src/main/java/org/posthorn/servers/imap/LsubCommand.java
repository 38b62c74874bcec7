package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.ListEntry;
import org.posthorn.wire.imap.MailboxAttribute;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.MailboxPattern;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.Reply;

/// LSUB (RFC 3501 §6.3.9), which IMAP4rev2 has no more, but clients have.
final class LsubCommand {

  private LsubCommand() {}

  static Reply run(ImapSession session, Known state, AfterLogin.Lsub command) throws IOException {
    var pattern = command.patternInReference();
    var found = new TreeMap<String, Set<MailboxAttribute>>();
    var store = session.services().mail().mailboxes();
    for (var path : store.subscriptions(state.login().account())) {
      if (pattern.matches(new MailboxName(path.text())))
        found.put(path.text(), EnumSet.noneOf(MailboxAttribute.class));
      else parents(pattern, path, found);
    }
    for (var entry : found.entrySet()) {
      var name = new MailboxName(entry.getKey());
      MailboxResponses.lsub(session.wire().out(), new ListEntry(name, entry.getValue(), Set.of()));
      session.wire().responseEnds();
    }
    return Replies.completed("LSUB");
  }

  /// RFC 3501 §6.3.9: `foo` is shown for `%` when only `foo/bar` is subscribed.
  private static void parents(
      MailboxPattern pattern, MailboxPath path, Map<String, Set<MailboxAttribute>> found) {
    if (!pattern.text().endsWith("%")) return;
    var name = new MailboxName(path.text()).parent();
    for (; name != null; name = name.parent()) {
      if (pattern.matches(name))
        found.putIfAbsent(name.text(), EnumSet.of(MailboxAttribute.NOSELECT));
    }
  }
}

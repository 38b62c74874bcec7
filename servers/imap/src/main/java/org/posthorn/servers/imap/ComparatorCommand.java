package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Locale;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.StatusResponses;

/// COMPARATOR (RFC 5255 §4.7). There is one: by it the index is made and what SORT and THREAD
/// compare is stored, and RFC 5255 §4.4 wants no other.
final class ComparatorCommand {

  static final String ACTIVE = "i;unicode-casemap";

  /// RFC 4790 §3.2
  private static final int MAX_CHARACTERS = 254;

  private ComparatorCommand() {}

  static Reply run(ImapSession session, AfterLogin.Comparator command) throws IOException {
    var orders = command.orders();
    if (!orders.isEmpty() && orders.stream().noneMatch(ComparatorCommand::matches))
      return Replies.NO_SUCH_COMPARATOR;
    StatusResponses.comparator(session.wire().out(), ACTIVE);
    session.wire().responseEnds();
    return Reply.ok("Texts are compared by " + ACTIVE);
  }

  /// `collation-order = ["+" / "-"] collation-wild` (RFC 4790 §3.3); nothing is compared backwards.
  static boolean matches(String order) {
    if (order.length() > MAX_CHARACTERS) return false;
    var wild = (order.startsWith("+") ? order.substring(1) : order).toLowerCase(Locale.ROOT);
    if (wild.equals("default")) return true;
    var parts = wild.split("\\*", -1);
    var last = parts[parts.length - 1];
    if (parts.length == 1) return wild.equals(ACTIVE);
    if (!ACTIVE.startsWith(parts[0])) return false;
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = ACTIVE.indexOf(parts[i], at);
      if (found < 0) return false;
      at = found + parts[i].length();
    }
    return ACTIVE.length() - last.length() >= at && ACTIVE.endsWith(last);
  }
}

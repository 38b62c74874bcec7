package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.FetchAttribute.Item;

/// Tells of new messages of the selected mailbox what NOTIFY and searches that are kept up to date
/// ask for (RFC 5465 §5.2, §7), and what becomes of those searches. Belongs to one [Updates#tell].
final class NewMessages {

  private final ImapSession session;
  private final SelectedMailbox mailbox;

  NewMessages(ImapSession session, SelectedMailbox mailbox) {
    this.session = session;
    this.mailbox = mailbox;
  }

  /// @param old what the client knew before
  /// @param oldLast the greatest UID there
  void tell(Snapshot old, int oldLast) throws IOException {
    var told = mailbox.told();
    var results = mailbox.contexts().changed(session, old);
    int first = told.indexOf(oldLast + 1);
    var fresh =
        IntStream.range(first >= 0 ? first : -1 - first, told.size())
            .filter(i -> !mailbox.isOwn(told.uid(i)))
            .toArray();
    // Nobody has to see messages of its own making; nothing asks for those that are not new.
    var wanted = session.news().selected().fetched();
    boolean searched = results.stream().anyMatch(next -> !next.context().fetched().isEmpty());
    if (fresh.length == 0 || (wanted.isEmpty() && !searched)) {
      for (var next : results) next.tell(session, mailbox);
      return;
    }
    // A search that is kept up to date without NOTIFY is told of at commands, as they come.
    if (fresh.length > NotifyBacklog.MAX_FETCHED && !wanted.isEmpty()) {
      for (var next : results) next.tell(session, mailbox);
      session.news().overflow();
      return;
    }
    // §7: what a search asks for goes before its result; §5.2: what NOTIFY asks for behind it.
    var found = new ArrayList<Integer>();
    var others = new ArrayList<Integer>();
    for (int i : fresh) (isFound(results, told.uid(i)) ? found : others).add(i);
    fetch(found, results, wanted);
    for (var next : results) next.tell(session, mailbox);
    fetch(others, List.of(), wanted);
  }

  private static boolean isFound(List<SearchContexts.Next> results, int uid) {
    for (var next : results) if (!next.context().fetched().isEmpty() && next.has(uid)) return true;
    return false;
  }

  /// One response for each message, with everything that is wanted of it.
  private void fetch(
      List<Integer> indexes, List<SearchContexts.Next> results, List<FetchAttribute> wanted)
      throws IOException {
    var byAttributes = new LinkedHashMap<List<FetchAttribute>, List<Integer>>();
    for (int i : indexes) {
      var attributes = new LinkedHashSet<FetchAttribute>();
      // RFC 7162 §3.2.4: UID is always there once QRESYNC is enabled.
      if (session.enabled().isQresync()) attributes.add(Item.UID);
      attributes.addAll(wanted);
      for (var next : results)
        if (next.has(mailbox.told().uid(i))) attributes.addAll(next.context().fetched());
      byAttributes.computeIfAbsent(List.copyOf(attributes), _ -> new ArrayList<>()).add(i);
    }
    for (var entry : byAttributes.entrySet()) {
      var places = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
      if (!entry.getKey().isEmpty()) FetchCommand.tellNew(session, mailbox, entry.getKey(), places);
    }
  }
}

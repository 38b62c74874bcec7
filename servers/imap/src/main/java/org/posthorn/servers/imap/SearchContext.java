package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SortBy;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.NumberList;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.SearchResponse;
import org.posthorn.wire.imap.Tag;

/// One search whose result the client is kept told of: the result as the client knows it, packed.
/// Belongs to the session's thread.
final class SearchContext {

  private final Tag tag;
  private final NumberedBy numbers;
  private final SearchKey key;
  private final List<SortBy> by;
  private final List<FetchAttribute> fetched;

  /// UIDs in the order that was asked for.
  private int[] order = new int[0];

  /// @param by empty for a result in the order of the mailbox
  /// @param fetched what is told of each new message that is found (RFC 5465 §7)
  SearchContext(
      Tag tag, NumberedBy numbers, SearchKey key, List<SortBy> by, List<FetchAttribute> fetched) {
    this.tag = tag;
    this.numbers = numbers;
    this.key = key;
    this.by = List.copyOf(by);
    this.fetched = List.copyOf(fetched);
  }

  Tag tag() {
    return tag;
  }

  NumberedBy numbers() {
    return numbers;
  }

  SearchKey key() {
    return key;
  }

  List<FetchAttribute> fetched() {
    return fetched;
  }

  List<SortBy> by() {
    return by;
  }

  int[] order() {
    return order;
  }

  void begin(int[] uids) {
    order = uids;
  }

  /// Tells the difference to a new result, if there is one.
  ///
  /// @param told where message numbers come from
  void become(ImapSession session, Snapshot told, int[] next) throws IOException {
    if (Arrays.equals(order, next)) return;
    var before = sorted(order);
    var after = sorted(next);
    boolean less = Arrays.stream(before).anyMatch(uid -> Arrays.binarySearch(after, uid) < 0);
    boolean more = Arrays.stream(after).anyMatch(uid -> Arrays.binarySearch(before, uid) < 0);
    if (less || more) {
      var response = new SearchResponse(session.wire().out(), tag).of(numbers);
      if (less) remove(response, told, after);
      if (more) add(response, told, next, before);
      response.end();
      session.wire().responseEnds();
    }
    order = next;
  }

  private static int[] sorted(int[] uids) {
    var sorted = uids.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /// RFC 5267 §4.3.4: runs of what is not in `after`, each at the place that it has when those
  /// before are gone.
  private void remove(SearchResponse response, Snapshot told, int[] after) {
    var run = new NumberList.Builder();
    int staying = 0;
    boolean open = false;
    for (int uid : order) {
      if (Arrays.binarySearch(after, uid) < 0) {
        run.add(number(told, uid));
        open = true;
        continue;
      }
      if (open && !by.isEmpty()) {
        response.removeFrom(staying + 1L, run.build());
        run = new NumberList.Builder();
        open = false;
      }
      staying++;
    }
    if (open) response.removeFrom(by.isEmpty() ? 0 : staying + 1L, run.build());
  }

  /// RFC 5267 §4.3.3: runs of what was not in `before`, each at the place that it has at last.
  private void add(SearchResponse response, Snapshot told, int[] next, int[] before) {
    var run = new NumberList.Builder();
    boolean open = false;
    int start = 0;
    for (int i = 0; i < next.length; i++) {
      if (Arrays.binarySearch(before, next[i]) < 0) {
        if (!open) start = i + 1;
        run.add(number(told, next[i]));
        open = true;
      } else if (open && !by.isEmpty()) {
        response.addTo(start, run.build());
        run = new NumberList.Builder();
        open = false;
      }
    }
    if (open) response.addTo(by.isEmpty() ? 0 : start, run.build());
  }

  private long number(Snapshot told, int uid) {
    return switch (numbers) {
      case UID -> uid;
      case SEQUENCE -> told.indexOf(uid) + 1L;
    };
  }
}

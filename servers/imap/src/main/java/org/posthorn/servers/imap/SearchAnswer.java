package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.NumberList;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.PartialRange;
import org.posthorn.wire.imap.SearchResponse;
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.SearchReturns;
import org.posthorn.wire.imap.Tag;

/// What was found, in the order in which it is told: for SEARCH, SORT and ESEARCH (RFC 4731, RFC
/// 5267 §3, RFC 9394 §3). Belongs to one command.
final class SearchAnswer {

  private final SelectedMailbox mailbox;
  private final NumberedBy numbers;
  private final int[] found;
  private final Relevance relevance;

  /// @param found places in what the client was told, in order
  SearchAnswer(SelectedMailbox mailbox, NumberedBy numbers, int[] found, Relevance relevance) {
    this.mailbox = mailbox;
    this.numbers = numbers;
    this.found = found;
    this.relevance = relevance;
  }

  int[] found() {
    return found;
  }

  NumberList all() {
    return list(0, found.length);
  }

  /// Keeps for `$` what [#chosen] are.
  void save(SearchReturns returns) {
    var uids = new NumberSet.Builder();
    var places = chosen(returns).clone();
    Arrays.sort(places);
    for (int i = 0; i < places.length; i++)
      if (i == 0 || places[i] != places[i - 1]) uids.add(mailbox.told().uid(places[i]));
    mailbox.saved(uids.build());
  }

  /// Whom the highest modification sequence is of, and what is saved (RFC 5182 §2.4, RFC 7162
  /// §3.1.10, RFC 9394 §3.2): all, or only those that are told when it is few.
  private int[] chosen(SearchReturns returns) {
    var few = Set.of(SearchReturn.MIN, SearchReturn.MAX, SearchReturn.PARTIAL);
    boolean tellsFew = few.stream().anyMatch(returns::has);
    boolean all = returns.has(SearchReturn.ALL) || returns.has(SearchReturn.COUNT);
    if (all || !tellsFew || found.length == 0) return found;
    var partial = returns.partial();
    var chosen =
        partial == null
            ? new int[0]
            : Arrays.copyOfRange(found, partial.from(found.length), partial.to(found.length));
    if (returns.has(SearchReturn.MIN)) chosen = with(chosen, found[0]);
    if (returns.has(SearchReturn.MAX)) chosen = with(chosen, found[found.length - 1]);
    return chosen;
  }

  private static int[] with(int[] places, int more) {
    var all = Arrays.copyOf(places, places.length + 1);
    all[places.length] = more;
    return all;
  }

  long highestModseq(SearchReturns returns) {
    long highest = 0;
    for (int place : chosen(returns)) highest = Math.max(highest, mailbox.told().modseq(place));
    return highest;
  }

  /// An ESEARCH response about the selected mailbox.
  void tell(ImapSession session, Tag tag, SearchReturns returns, boolean withModseq)
      throws IOException {
    var response = new SearchResponse(session.wire().out(), tag);
    tell(session, response, returns, withModseq);
  }

  /// One that says which mailbox it is about.
  void tellWhere(ImapSession session, Tag tag, SearchReturns returns, boolean withModseq)
      throws IOException {
    MailboxName name = mailbox.name();
    var response = new SearchResponse(session.wire().out(), tag);
    response.in(name, mailbox.told().uidValidity());
    tell(session, response, returns, withModseq);
  }

  private void tell(
      ImapSession session, SearchResponse response, SearchReturns returns, boolean withModseq)
      throws IOException {
    boolean any = found.length > 0;
    response.of(numbers);
    if (any && returns.has(SearchReturn.MIN)) response.min(number(found[0]));
    if (any && returns.has(SearchReturn.MAX)) response.max(number(found[found.length - 1]));
    if (returns.has(SearchReturn.ALL)) response.all(all());
    var partial = returns.partial();
    if (partial != null)
      response.partial(partial, list(partial.from(found.length), partial.to(found.length)));
    if (returns.has(SearchReturn.COUNT)) response.count(found.length);
    if (returns.has(SearchReturn.RELEVANCY)) response.relevancy(scores(partial));
    if (withModseq && chosen(returns).length > 0) response.modseq(highestModseq(returns));
    response.end();
    session.wire().responseEnds();
  }

  /// Of the messages that are told.
  private int[] scores(@Nullable PartialRange partial) {
    int from = partial == null ? 0 : partial.from(found.length);
    int to = partial == null ? found.length : partial.to(found.length);
    return Arrays.stream(found, from, to).map(relevance::of).toArray();
  }

  private NumberList list(int from, int to) {
    var list = new NumberList.Builder();
    for (int i = from; i < to; i++) list.add(number(found[i]));
    return list.build();
  }

  private long number(int place) {
    return switch (numbers) {
      case UID -> mailbox.told().uid(place);
      case SEQUENCE -> place + 1L;
    };
  }
}

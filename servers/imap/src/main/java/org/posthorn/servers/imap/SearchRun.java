package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.servers.imap.SearchTest.Cost;
import org.posthorn.servers.imap.SearchTest.Verdict;
import org.posthorn.wire.imap.SearchKey;

/// Finds messages. What the snapshot can decide is decided for all messages at once; those that are
/// still undecided are looked at with their facts, looked for in the index, looked at with their
/// summaries, and the few that are left with their bytes; steps at which no condition has anything
/// to say are left out.
///
/// Rows are read some hundred at a time, a message's text in pieces. Belongs to one command.
final class SearchRun {

  private static final int ROWS_AT_ONCE = 500;

  /// Fewer messages are sooner looked at than looked for in the index.
  private static final int WORTH_INDEX = 20;

  private final ImapSession session;
  private final SelectedMailbox mailbox;

  SearchRun(ImapSession session, SelectedMailbox mailbox) {
    this.session = session;
    this.mailbox = mailbox;
  }

  /// What a search has found.
  ///
  /// @param places of the messages, ascending
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(int[] places, Relevance relevance) {}

  /// The places of the messages found, ascending.
  int[] find(SearchKey key) throws IOException, CommandRejected {
    return search(key).places();
  }

  Found search(SearchKey key) throws IOException, CommandRejected {
    var all = IntStream.range(0, mailbox.told().size()).toArray();
    return search(key, all);
  }

  /// Looks at the messages at some places only.
  Found search(SearchKey key, int[] among) throws IOException, CommandRejected {
    var progress = session.progress();
    if (progress != null) progress.begins(among.length);
    var compiler = new SearchCompiler(session, mailbox);
    if (key instanceof SearchKey.All) return new Found(among, compiler.relevance());
    var test = compiler.compile(key);
    var verdicts = new Verdict[mailbox.told().size()];
    for (int i : among) verdicts[i] = test.of(Candidate.ofSnapshot(mailbox, i));
    for (var cost : Cost.values()) {
      if (cost != Cost.SNAPSHOT && test.steps().contains(cost)) decide(test, verdicts, cost);
    }
    var found = Arrays.stream(among).filter(i -> verdicts[i] == Verdict.YES).toArray();
    return new Found(found, compiler.relevance());
  }

  private void decide(SearchTest test, Verdict[] verdicts, Cost cost) throws IOException {
    var undecided =
        IntStream.range(0, verdicts.length).filter(i -> verdicts[i] == Verdict.UNKNOWN).toArray();
    if (cost == Cost.INDEX && undecided.length < WORTH_INDEX) return;
    if (cost == Cost.FACTS || cost == Cost.INDEX) {
      decideByFacts(test, verdicts, undecided, cost);
      return;
    }
    for (int from = 0; from < undecided.length; from += ROWS_AT_ONCE) {
      int to = Math.min(undecided.length, from + ROWS_AT_ONCE);
      var part = Arrays.copyOfRange(undecided, from, to);
      decide(test, verdicts, part, cost);
      var progress = session.progress();
      int open = (int) Arrays.stream(part).filter(i -> verdicts[i] == Verdict.UNKNOWN).count();
      if (progress != null) progress.decided(part.length - open);
    }
  }

  private void decideByFacts(SearchTest test, Verdict[] verdicts, int[] undecided, Cost cost) {
    var told = mailbox.told();
    var facts = session.services().mail().messages().facts(mailbox.where(), told);
    var bodies = new Bodies(session, mailbox, List.of());
    for (int index : undecided) {
      var row = facts.row(told, index);
      verdicts[index] =
          row == null
              ? Verdict.NO
              : test.of(Candidate.ofSnapshot(mailbox, index).with(row, bodies, cost));
    }
  }

  private void decide(SearchTest test, Verdict[] verdicts, int[] part, Cost cost) {
    // A message that is gone meanwhile is not found.
    for (int index : part) verdicts[index] = Verdict.NO;
    var uids = Uids.ofSorted(Arrays.stream(part).map(mailbox.told()::uid).toArray());
    var rows = session.services().mail().messages().rows(mailbox.where(), uids, detail(cost));
    var bodies = new Bodies(session, mailbox, rows);
    for (var row : rows) {
      int index = mailbox.told().indexOf(row.uid());
      verdicts[index] = test.of(Candidate.ofSnapshot(mailbox, index).with(row, bodies, cost));
    }
  }

  private static Detail detail(Cost cost) {
    return switch (cost) {
      case SNAPSHOT, FACTS, INDEX -> Detail.FACTS;
      case SUMMARY -> Detail.SUMMARY;
      case BYTES -> Detail.ALL;
    };
  }
}

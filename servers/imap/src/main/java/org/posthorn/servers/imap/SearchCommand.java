package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.servers.imap.Updates.Expunges;
import org.posthorn.servers.imap.Updates.Known;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.SearchResult;
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WithMailbox;

/// SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 7162 §3.1.5). [SearchRun] finds,
/// this tells.
final class SearchCommand {

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final WithMailbox.Search command;
  private final boolean asksForModseq;

  private SearchCommand(ImapSession session, SelectedMailbox mailbox, WithMailbox.Search command) {
    this.session = session;
    this.mailbox = mailbox;
    this.command = command;
    asksForModseq = hasModseq(command.key());
  }

  static Reply run(
      ImapSession session, SessionState.Selected selected, WithMailbox.Search command, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    return new SearchCommand(session, selected.mailbox(), command).run(tag);
  }

  private Reply run(Tag tag) throws IOException, CommandRejected, SessionEnds {
    if (asksForModseq) session.enabled().condstore();
    boolean byUid = command.numbers() == NumberedBy.UID;
    new Updates(session, mailbox, command.numbers())
        .tell(byUid ? Expunges.TELL : Expunges.HOLD_BACK, Known.NOTHING);
    var returns = command.returns();
    int[] found = null;
    try {
      found = new SearchRun(session, mailbox).find(command.key());
    } finally {
      // RFC 5182 §2.1: a search that fails leaves nothing.
      if (returns != null && returns.contains(SearchReturn.SAVE))
        mailbox.saved(found == null ? NumberSet.EMPTY : saved(found, returns));
    }
    tell(tag, found, returns);
    return Replies.completed(command.name());
  }

  private void tell(Tag tag, int[] found, @Nullable Set<SearchReturn> returns) throws IOException {
    var wire = session.wire();
    if (returns == null && !session.enabled().isRev2()) {
      Long modseq = asksForModseq ? highestModseq(found, 0, found.length) : null;
      MailboxResponses.search(wire.out(), numbers(found), modseq);
    } else {
      var wanted = returns == null ? Set.of(SearchReturn.ALL) : returns;
      // RFC 5182 §2.4: SAVE alone is silent.
      if (wanted.equals(Set.of(SearchReturn.SAVE))) return;
      MailboxResponses.esearch(wire.out(), tag, command.numbers(), result(found, wanted));
    }
    wire.responseEnds();
  }

  private SearchResult result(int[] found, Set<SearchReturn> wanted) {
    boolean any = found.length > 0;
    boolean min = wanted.contains(SearchReturn.MIN);
    boolean max = wanted.contains(SearchReturn.MAX);
    return new SearchResult(
        any && min ? Long.valueOf(number(found[0])) : null,
        any && max ? Long.valueOf(number(found[found.length - 1])) : null,
        wanted.contains(SearchReturn.ALL) ? numbers(found) : null,
        wanted.contains(SearchReturn.COUNT) ? Long.valueOf(found.length) : null,
        asksForModseq && any ? modseq(found, wanted) : null);
  }

  /// RFC 7162 §3.1.10: of the messages that are told when it is only the first or the last.
  private Long modseq(int[] found, Set<SearchReturn> wanted) {
    if (tellsAll(wanted)) return highestModseq(found, 0, found.length);
    long first = mailbox.told().modseq(found[0]);
    long last = mailbox.told().modseq(found[found.length - 1]);
    boolean min = wanted.contains(SearchReturn.MIN);
    boolean max = wanted.contains(SearchReturn.MAX);
    if (min && max) return Math.max(first, last);
    return min ? first : last;
  }

  private static boolean tellsAll(Set<SearchReturn> wanted) {
    boolean ends = wanted.contains(SearchReturn.MIN) || wanted.contains(SearchReturn.MAX);
    return !ends || wanted.contains(SearchReturn.ALL) || wanted.contains(SearchReturn.COUNT);
  }

  private Long highestModseq(int[] found, int from, int to) {
    long highest = 0;
    for (int i = from; i < to; i++) highest = Math.max(highest, mailbox.told().modseq(found[i]));
    return highest;
  }

  /// RFC 5182 §2.4: with only MIN and MAX, only those are kept.
  private NumberSet saved(int[] found, Set<SearchReturn> returns) {
    var uids = new NumberSet.Builder();
    boolean all = tellsAll(returns);
    for (int i = 0; i < found.length; i++) {
      boolean first = i == 0 && returns.contains(SearchReturn.MIN);
      boolean last = i == found.length - 1 && returns.contains(SearchReturn.MAX);
      if (all || first || last) uids.add(mailbox.told().uid(found[i]));
    }
    return uids.build();
  }

  private NumberSet numbers(int[] found) {
    var numbers = new NumberSet.Builder();
    for (int index : found) numbers.add(number(index));
    return numbers.build();
  }

  private long number(int index) {
    return switch (command.numbers()) {
      case UID -> mailbox.told().uid(index);
      case SEQUENCE -> index + 1L;
    };
  }

  private static boolean hasModseq(SearchKey key) {
    return switch (key) {
      case SearchKey.ModSeq _ -> true;
      case SearchKey.And and -> and.keys().stream().anyMatch(SearchCommand::hasModseq);
      case SearchKey.Or or -> or.keys().stream().anyMatch(SearchCommand::hasModseq);
      case SearchKey.Not not -> hasModseq(not.key());
      default -> false;
    };
  }
}

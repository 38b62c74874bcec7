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
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.SearchReturns;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WithMailbox;

/// SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 5267 §4, RFC 7162 §3.1.5, RFC
/// 9394). [SearchRun] finds, [SearchAnswer] tells.
final class SearchCommand {

  private SearchCommand() {}

  static Reply run(
      ImapSession session, SessionState.Selected selected, WithMailbox.Search given, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    var key = Filters.resolved(session.services(), selected.login(), given.key());
    var command = given.withKey(key);
    var mailbox = selected.mailbox();
    boolean withModseq = begin(session, mailbox, command.numbers(), command.key());
    var returns = command.returns();
    if (returns != null) mailbox.contexts().check(tag, returns);
    SearchRun.Found found;
    try {
      found = new SearchRun(session, mailbox).search(command.key());
    } catch (CommandRejected | RuntimeException e) {
      forget(mailbox, returns);
      throw e;
    }
    var answer = new SearchAnswer(mailbox, command.numbers(), found.places(), found.relevance());
    if (returns == null && !session.enabled().isRev2()) {
      var modseq = withModseq ? answer.highestModseq(SearchReturns.ALL) : null;
      MailboxResponses.search(session.wire().out(), answer.all(), modseq);
      session.wire().responseEnds();
    } else {
      tell(session, mailbox, answer, new Asked(tag, returns, withModseq));
      if (returns != null && returns.has(SearchReturn.UPDATE))
        mailbox.contexts().add(session, tag, command, found.places());
    }
    return Replies.completed(command.name());
  }

  /// How an extended search was asked for.
  ///
  /// @param returns absent where they are those of `RETURN ()`
  record Asked(Tag tag, @Nullable SearchReturns returns, boolean withModseq) {}

  /// Brings the client up to date as far as numbers allow; returns whether MODSEQ is asked for.
  static boolean begin(
      ImapSession session, SelectedMailbox mailbox, NumberedBy numbers, SearchKey key)
      throws IOException, SessionEnds {
    boolean withModseq = key.has(SearchKey.ModSeq.class::isInstance);
    if (withModseq) session.enabled().condstore();
    boolean byUid = numbers == NumberedBy.UID;
    new Updates(session, mailbox, numbers)
        .tell(byUid ? Expunges.TELL : Expunges.HOLD_BACK, Known.NOTHING);
    return withModseq;
  }

  /// RFC 5182 §2.1: a search that fails leaves nothing.
  static void forget(SelectedMailbox mailbox, @Nullable SearchReturns returns) {
    if (returns != null && returns.has(SearchReturn.SAVE)) mailbox.saved(NumberSet.EMPTY);
  }

  /// Tells an extended search's result, and saves it.
  static void tell(ImapSession session, SelectedMailbox mailbox, SearchAnswer answer, Asked asked)
      throws IOException {
    var returns = asked.returns() == null ? SearchReturns.ALL : asked.returns();
    if (returns.has(SearchReturn.SAVE)) answer.save(returns);
    // RFC 5182 §2.4: SAVE alone is silent.
    boolean silent = returns.options().equals(Set.of(SearchReturn.SAVE));
    if (!silent) answer.tell(session, asked.tag(), returns, asked.withModseq());
  }
}

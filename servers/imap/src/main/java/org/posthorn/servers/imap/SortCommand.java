package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.SortBy;
import org.posthorn.domain.mailbox.SortCriterion;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.SearchReturns;
import org.posthorn.wire.imap.SortKey;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WithMailbox;

/// SORT and UID SORT (RFC 5256 §3, RFC 5957, RFC 5267 §3, RFC 6203 §6). [SearchRun] finds, the
/// store sorts, [SearchAnswer] tells.
final class SortCommand {

  private SortCommand() {}

  static Reply run(
      ImapSession session, SessionState.Selected selected, WithMailbox.Sort given, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    var key = Filters.resolved(session.services(), selected.login(), given.key());
    var command = given.withKey(key);
    var mailbox = selected.mailbox();
    boolean withModseq = SearchCommand.begin(session, mailbox, command.numbers(), command.key());
    var returns = command.returns();
    if (returns != null) mailbox.contexts().check(tag, returns);
    SearchAnswer answer;
    try {
      answer = sorted(session, mailbox, command);
    } catch (CommandRejected | RuntimeException e) {
      SearchCommand.forget(mailbox, returns);
      throw e;
    }
    if (returns == null) {
      var modseq = withModseq ? answer.highestModseq(SearchReturns.ALL) : null;
      MailboxResponses.sort(session.wire().out(), answer.all(), modseq);
      session.wire().responseEnds();
      return Replies.completed(command.name());
    }
    var asked = new SearchCommand.Asked(tag, returns, withModseq);
    SearchCommand.tell(session, mailbox, answer, asked);
    if (returns.has(SearchReturn.UPDATE))
      mailbox.contexts().add(session, tag, command, answer.found());
    return Replies.completed(command.name());
  }

  private static SearchAnswer sorted(
      ImapSession session, SelectedMailbox mailbox, WithMailbox.Sort command)
      throws IOException, CommandRejected {
    var found = new SearchRun(session, mailbox).search(command.key());
    var by = by(command.by());
    boolean scored = by.stream().anyMatch(each -> each.criterion() == SortCriterion.RELEVANCY);
    var scores = scored ? found.relevance().all() : new int[0];
    var order =
        session
            .services()
            .mail()
            .messages()
            .sorted(mailbox.where(), mailbox.told(), found.places(), by, scores);
    return new SearchAnswer(mailbox, command.numbers(), order, found.relevance());
  }

  static List<SortBy> by(List<SortKey> keys) {
    var by = new ArrayList<SortBy>();
    for (var key : keys) by.add(new SortBy(criterion(key.by()), key.reverse()));
    return by;
  }

  private static SortCriterion criterion(SortKey.By by) {
    return switch (by) {
      case ARRIVAL -> SortCriterion.ARRIVAL;
      case CC -> SortCriterion.CC;
      case DATE -> SortCriterion.DATE;
      case DISPLAYFROM -> SortCriterion.DISPLAY_FROM;
      case DISPLAYTO -> SortCriterion.DISPLAY_TO;
      case FROM -> SortCriterion.FROM;
      case RELEVANCY -> SortCriterion.RELEVANCY;
      case SIZE -> SortCriterion.SIZE;
      case SUBJECT -> SortCriterion.SUBJECT;
      case TO -> SortCriterion.TO;
    };
  }
}

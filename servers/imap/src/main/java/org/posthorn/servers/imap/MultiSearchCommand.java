package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.SearchReturns;
import org.posthorn.wire.imap.SearchSource;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WithMailbox;

/// ESEARCH, the search of several mailboxes (RFC 7377). One after the other is looked into and told
/// of, so that memory does not grow with their number.
final class MultiSearchCommand {

  /// Mailboxes that one command looks into; each costs a look at the store.
  static final int MAX_MAILBOXES = 2_000;

  private final ImapSession session;
  private final Known state;
  private final AfterLogin.MultiSearch command;
  private final Tag tag;
  private final @Nullable SelectedMailbox selected;
  private @Nullable List<MailboxPath> subscriptions;

  private MultiSearchCommand(
      ImapSession session, Known state, AfterLogin.MultiSearch command, Tag tag) {
    this.session = session;
    this.state = state;
    this.command = command;
    this.tag = tag;
    selected = state instanceof SessionState.Selected(var _, var mailbox) ? mailbox : null;
  }

  static Reply run(ImapSession session, Known state, AfterLogin.MultiSearch command, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    return new MultiSearchCommand(session, state, command, tag).run();
  }

  private Reply run() throws IOException, CommandRejected, SessionEnds {
    var returns = command.returns() == null ? SearchReturns.ALL : command.returns();
    if (returns.has(SearchReturn.SAVE) && !command.onlySelected()) return Replies.SAVES_SELECTED;
    if (returns.has(SearchReturn.UPDATE) && selected == null) return Replies.SELECT_FIRST;
    var mailboxes = mailboxes();
    if (mailboxes.size() > MAX_MAILBOXES) return Replies.TOO_MANY_SEARCHED;
    if (command.key().has(SearchKey.ModSeq.class::isInstance)) session.enabled().condstore();
    if (selected != null) {
      SearchCommand.begin(session, selected, NumberedBy.UID, command.key());
      selected.contexts().check(tag, returns);
    }
    for (var mailbox : mailboxes.values()) search(mailbox, returns);
    if (returns.has(SearchReturn.UPDATE) && selected != null) {
      var search = new WithMailbox.Search(NumberedBy.UID, returns, null, command.key());
      var found = new SearchRun(session, selected).find(command.key());
      selected.contexts().add(session, tag, search, found);
    }
    return Replies.completed(command.name());
  }

  private void search(Target target, SearchReturns returns) throws IOException, CommandRejected {
    var mailbox = opened(target);
    if (mailbox == null) return;
    boolean save = returns.has(SearchReturn.SAVE);
    if (save) SearchCommand.forget(mailbox, returns);
    var found = new SearchRun(session, mailbox).search(command.key());
    var answer = new SearchAnswer(mailbox, NumberedBy.UID, found.places(), found.relevance());
    if (save) answer.save(returns);
    // RFC 7377 §2.1: nothing of mailboxes in which nothing matches.
    if (found.places().length == 0) return;
    if (returns.options().equals(Set.of(SearchReturn.SAVE))) return;
    boolean withModseq = command.key().has(SearchKey.ModSeq.class::isInstance);
    answer.tellWhere(session, tag, returns, withModseq);
  }

  /// The mailbox as the client sees it, or as it is now where the client does not look at it.
  private @Nullable SelectedMailbox opened(Target target) {
    if (selected != null && selected.where().mailbox().equals(target.id())) return selected;
    var where = new Where(state.login().account(), target.id());
    var now = session.services().mail().messages().snapshot(where);
    return now == null ? null : SelectedMailbox.glance(where, target.name(), now);
  }

  private record Target(MailboxId id, MailboxName name) {}

  /// Each once, however often it is meant.
  private Map<MailboxId, Target> mailboxes() throws CommandRejected {
    var found = new LinkedHashMap<MailboxId, Target>();
    var all = session.services().mail().mailboxes().all(state.login().account());
    for (var source : command.sources()) {
      if (source.kind() == SearchSource.Kind.SELECTED) {
        if (selected == null) throw new CommandRejected(Replies.SELECT_FIRST);
        var id = selected.where().mailbox();
        found.putIfAbsent(id, new Target(id, selected.name()));
        continue;
      }
      for (var mailbox : all)
        if (isMeant(source, mailbox))
          found.putIfAbsent(mailbox.id(), new Target(mailbox.id(), Names.name(mailbox.path())));
    }
    return found;
  }

  private boolean isMeant(SearchSource source, Mailbox mailbox) {
    return switch (source.kind()) {
      case SELECTED -> false;
      case PERSONAL -> true;
      // RFC 5465 §6.3: where delivery puts messages by itself.
      case INBOXES -> mailbox.path().isInbox() || mailbox.specialUse() == SpecialUse.JUNK;
      case SUBSCRIBED -> subscriptions().contains(mailbox.path());
      case SUBTREE, SUBTREE_ONE, MAILBOXES -> isNamed(source, mailbox.path());
    };
  }

  private List<MailboxPath> subscriptions() {
    var known = subscriptions;
    if (known != null) return known;
    known = session.services().mail().mailboxes().subscriptions(state.login().account());
    subscriptions = known;
    return known;
  }

  private static boolean isNamed(SearchSource source, MailboxPath path) {
    for (var name : source.mailboxes()) {
      var named = Names.path(name);
      if (named == null) continue;
      if (path.equals(named)) return true;
      if (source.kind() == SearchSource.Kind.MAILBOXES || !path.isBelow(named)) continue;
      boolean direct = path.text().indexOf('/', named.text().length() + 1) < 0;
      if (source.kind() == SearchSource.Kind.SUBTREE || direct) return true;
    }
    return false;
  }
}

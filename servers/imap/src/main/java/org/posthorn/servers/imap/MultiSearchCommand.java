package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
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
  private @Nullable Set<String> subscriptions;

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
    var key = Filters.resolved(session.services(), state.login(), command.key());
    return new MultiSearchCommand(session, state, command.withKey(key), tag).run();
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

  private void search(Place place, SearchReturns returns) throws IOException, CommandRejected {
    var mailbox = opened(place);
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
  private @Nullable SelectedMailbox opened(Place place) {
    if (selected != null && selected.where().equals(place.where())) return selected;
    var now = session.services().mail().messages().snapshot(place.where());
    return now == null ? null : SelectedMailbox.glance(place, now);
  }

  /// Each once, however often it is meant.
  private Map<Where, Place> mailboxes() throws CommandRejected {
    var found = new LinkedHashMap<Where, Place>();
    var all = all();
    for (var source : command.sources()) {
      if (source.kind() == SearchSource.Kind.SELECTED) {
        if (selected == null) throw new CommandRejected(Replies.SELECT_FIRST);
        found.putIfAbsent(selected.where(), selected.place());
        continue;
      }
      var scope = new Scope(source);
      var subscribed = scope.asksForSubscriptions() ? subscriptions() : Set.<String>of();
      for (var place : all)
        if (scope.has(place, subscribed)) found.putIfAbsent(place.where(), place);
    }
    return found;
  }

  /// What may be read; of others only where a source can mean them.
  private List<Place> all() {
    var all = new ArrayList<>(Places.own(session, state.login()));
    if (command.sources().stream().map(Scope::new).noneMatch(Scope::mayMeanOthers)) return all;
    for (var place : Places.ofOthers(session, state.login()))
      if (place.rights().has(Right.READ)) all.add(place);
    return all;
  }

  private Set<String> subscriptions() {
    var known = subscriptions;
    if (known != null) return known;
    known = new HashSet<>();
    for (var path : session.services().mail().mailboxes().subscriptions(state.login().account()))
      known.add(path.text());
    subscriptions = known;
    return known;
  }
}

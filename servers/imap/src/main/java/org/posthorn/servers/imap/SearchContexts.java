package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SortBy;
import org.posthorn.domain.mailbox.SortCriterion;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.SearchReturn;
import org.posthorn.wire.imap.SearchReturns;
import org.posthorn.wire.imap.SequenceSet;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.WithMailbox;

/// The searches of a selected mailbox that the client wants to hear of when their results change
/// (RFC 5267 §4.3). They end with the selection. Belongs to the session's thread.
///
/// Only messages that are new or have other flags are looked at again.
final class SearchContexts {

  /// Searches that are kept up to date at a time: each takes 8 octets a message found, and is run
  /// again for whatever changes.
  static final int MAX_CONTEXTS = 8;

  private final SelectedMailbox mailbox;
  private final List<SearchContext> contexts = new ArrayList<>();

  SearchContexts(SelectedMailbox mailbox) {
    this.mailbox = mailbox;
  }

  /// Refuses a tag that one of the searches has.
  void check(Tag tag, SearchReturns returns) throws CommandRejected {
    boolean used = contexts.stream().anyMatch(context -> context.tag().equals(tag));
    if (used && returns.has(SearchReturn.UPDATE)) throw new CommandRejected(Replies.TAG_REUSED);
  }

  /// Message numbers are no longer understood (RFC 9586): what was asked for by them ends.
  void onlyUids(ImapSession session) throws IOException {
    for (var context : contexts)
      if (context.numbers() == NumberedBy.SEQUENCE)
        session
            .wire()
            .untagged(Reply.no(new ResponseCode.NoUpdate(context.tag()), "By numbers no more"));
    contexts.removeIf(context -> context.numbers() == NumberedBy.SEQUENCE);
  }

  void cancel(String tag) {
    contexts.removeIf(context -> context.tag().text().equals(tag));
  }

  /// From now on tells of changes.
  ///
  /// @param found places, in the order of the mailbox
  void add(ImapSession session, Tag tag, WithMailbox.Search command, int[] found)
      throws IOException, CommandRejected {
    var context =
        new SearchContext(
            tag, command.numbers(), fixed(command.key()), List.of(), updates(command.returns()));
    add(session, context, found);
  }

  /// @param found places, in the order that was asked for
  void add(ImapSession session, Tag tag, WithMailbox.Sort command, int[] found)
      throws IOException, CommandRejected {
    var by = SortCommand.by(command.by());
    var context =
        new SearchContext(
            tag, command.numbers(), fixed(command.key()), by, updates(command.returns()));
    add(session, context, found);
  }

  private static List<FetchAttribute> updates(@Nullable SearchReturns returns) {
    return returns == null ? List.of() : returns.updates();
  }

  private void add(ImapSession session, SearchContext context, int[] found) throws IOException {
    // What is relevant changes with everything else in the mailbox.
    boolean scored =
        context.by().stream().map(SortBy::criterion).anyMatch(SortCriterion.RELEVANCY::equals);
    if (scored || contexts.size() >= MAX_CONTEXTS) {
      var why = scored ? "Relevancy is not kept up to date" : "Too many contexts";
      session.wire().untagged(Reply.no(new ResponseCode.NoUpdate(context.tag()), why));
      return;
    }
    context.begin(Arrays.stream(found).map(mailbox.told()::uid).toArray());
    contexts.add(context);
  }

  /// RFC 5267 §4.3: message numbers, and `$`, mean what they mean now.
  private SearchKey fixed(SearchKey key) throws CommandRejected {
    return switch (key) {
      case SearchKey.Numbers(var set) -> uids(mailbox.indexes(set, NumberedBy.SEQUENCE));
      case SearchKey.Uids(var set) when set.usesSaved() ->
          uids(mailbox.indexes(set, NumberedBy.UID));
      case SearchKey.And(var keys) -> new SearchKey.And(fixed(keys));
      case SearchKey.Or(var keys) -> new SearchKey.Or(fixed(keys));
      case SearchKey.Not(var inner) -> new SearchKey.Not(fixed(inner));
      case SearchKey.Fuzzy(var inner) -> new SearchKey.Fuzzy(fixed(inner));
      default -> key;
    };
  }

  private List<SearchKey> fixed(List<SearchKey> keys) throws CommandRejected {
    var fixed = new ArrayList<SearchKey>();
    for (var key : keys) fixed.add(fixed(key));
    return fixed;
  }

  private SearchKey uids(int[] places) {
    var uids = new NumberSet.Builder();
    for (int place : places) uids.add(mailbox.told().uid(place));
    return new SearchKey.Uids(SequenceSet.of(uids.build()));
  }

  /// Tells what leaves results because it is not in `now`; before the numbers change.
  void expunged(ImapSession session, Snapshot now) throws IOException {
    for (var context : contexts) {
      var left = Arrays.stream(context.order()).filter(uid -> now.indexOf(uid) >= 0).toArray();
      context.become(session, mailbox.told(), left);
    }
  }

  /// The result of one of the searches as it is now.
  ///
  /// @param order UIDs in the order that was asked for
  /// @param sorted the same ascending
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Next(SearchContext context, int[] order, int[] sorted) {
    static Next of(SearchContext context, int[] order) {
      return new Next(context, order, Arrays.stream(order).sorted().toArray());
    }

    void tell(ImapSession session, SelectedMailbox mailbox) throws IOException {
      context.become(session, mailbox.told(), order);
    }

    /// Whether that message is in it.
    boolean has(int uid) {
      return Arrays.binarySearch(sorted, uid) >= 0;
    }
  }

  /// What new messages and other flags make of the results; to be told after those.
  List<Next> changed(ImapSession session, Snapshot old) throws IOException {
    if (contexts.isEmpty()) return List.of();
    var changed = mailbox.told().changedSince(old);
    if (changed.length == 0) return List.of();
    var all = new ArrayList<Next>();
    for (var context : contexts) {
      try {
        var matching = new SearchRun(session, mailbox).search(context.key(), changed).places();
        all.add(Next.of(context, order(session, context, changed, matching)));
      } catch (CommandRejected e) {
        throw new IllegalStateException("a search that was run is refused", e);
      }
    }
    return all;
  }

  /// The new result: what did not change stays in it.
  private int[] order(ImapSession session, SearchContext context, int[] changed, int[] matching) {
    var told = mailbox.told();
    var looked = Arrays.stream(changed).map(told::uid).toArray();
    var stays = Arrays.stream(context.order()).filter(uid -> Arrays.binarySearch(looked, uid) < 0);
    var places =
        IntStream.concat(stays.map(told::indexOf), Arrays.stream(matching))
            .filter(place -> place >= 0)
            .sorted()
            .toArray();
    var messages = session.services().mail().messages();
    if (!context.by().isEmpty())
      places = messages.sorted(mailbox.where(), told, places, context.by());
    return Arrays.stream(places).map(told::uid).toArray();
  }
}

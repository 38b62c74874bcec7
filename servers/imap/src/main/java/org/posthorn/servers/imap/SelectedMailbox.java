package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.sharing.Household;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.SequenceSet;

/// The mailbox that a session has selected, as the client was told that it is: its message numbers
/// are the places in [#told]. Belongs to the session's thread; [Updates] tells what changes.
final class SelectedMailbox {

  /// How it was opened.
  enum Access {
    /// By SELECT.
    READ_WRITE,
    /// By EXAMINE.
    READ_ONLY
  }

  private final Access access;

  /// UIDs from here on were in no session before (RFC 3501 §2.3.2).
  private final int recentFrom;

  /// The UIDs below have been claimed as recent by this session, or were by others.
  private final int claimedUpTo;

  private Place place;
  private Snapshot told;

  /// The state that [#told] comes from: without the messages that are gone and not told yet.
  private Snapshot present;

  private FlagNames flagNames;
  private NumberSet saved = NumberSet.EMPTY;
  private final SearchContexts contexts = new SearchContexts(this);

  /// The state whose flags the client was told last, while it is told of none; absent while it is.
  private @Nullable Snapshot untold;

  /// Messages that this session has put here and not been told of.
  private final List<NumberSet> own = new ArrayList<>(0);

  /// Whether message numbers that are not here are an error.
  private boolean lenient;

  /// Another mailbox, for looking into it once (RFC 7377).
  static SelectedMailbox glance(Place place, Snapshot now) {
    var mailbox = new SelectedMailbox(place, Access.READ_ONLY, now.uidNext(), now);
    mailbox.lenient = true;
    return mailbox;
  }

  SelectedMailbox(Place place, Access access, int recentFrom, Snapshot told) {
    this.place = place;
    this.access = access;
    this.recentFrom = recentFrom;
    this.claimedUpTo = told.uidNext();
    this.told = told;
    present = told;
    flagNames = new FlagNames(told.keywords());
  }

  Place place() {
    return place;
  }

  Where where() {
    return place.where();
  }

  MailboxName name() {
    return place.name();
  }

  Household household() {
    return place.household();
  }

  /// What may be done here.
  Rights rights() {
    return place.rights();
  }

  /// What may be done here from now on.
  void rights(Rights rights) {
    place = new Place(place.household(), place.mailbox(), place.name(), rights);
  }

  /// Refuses what somebody without that right asks for.
  void require(Right right) throws CommandRejected {
    requireWritable();
    if (!rights().has(right)) throw new CommandRejected(Replies.NOT_ALLOWED);
  }

  boolean isReadOnly() {
    return access == Access.READ_ONLY;
  }

  /// Refuses what changes messages in a mailbox that was opened for reading.
  void requireWritable() throws CommandRejected {
    if (isReadOnly()) throw new CommandRejected(Replies.ONLY_READING);
  }

  Snapshot told() {
    return told;
  }

  /// @param view what the client knows now
  /// @param now what is there
  void told(Snapshot view, Snapshot now) {
    told = view;
    present = now;
    if (!now.keywords().equals(flagNames.keywords())) flagNames = new FlagNames(now.keywords());
  }

  /// The state whose flags the client was told last, if it has not been told of flags since.
  @Nullable Snapshot untold() {
    return untold;
  }

  /// The client is not told of the flags that have changed since `old`.
  void keepUntold(Snapshot old) {
    if (untold == null) untold = old;
  }

  /// The state to compare flags with, now that the client is told of them.
  ///
  /// @param old that of the messages
  Snapshot flagsTold(Snapshot old) {
    var since = untold;
    untold = null;
    return since == null ? old : since;
  }

  /// This session puts messages here itself.
  void made(NumberSet uids) {
    own.add(uids);
  }

  boolean isOwn(int uid) {
    return own.stream().anyMatch(uids -> uids.contains(uid));
  }

  void forgetOwn() {
    own.clear();
  }

  /// What is there, as far as is known.
  Snapshot present() {
    return present;
  }

  /// Whether a message in [#told] has been expunged, which the client may not be told yet.
  boolean isGone(int uid) {
    return present != told && present.indexOf(uid) < 0;
  }

  FlagNames flagNames() {
    return flagNames;
  }

  boolean isRecent(int uid) {
    return uid >= recentFrom;
  }

  int claimedUpTo() {
    return claimedUpTo;
  }

  /// How many messages of a state of this mailbox are recent.
  int recentIn(Snapshot snapshot) {
    return snapshot.size() - firstIndex(snapshot, recentFrom);
  }

  /// The searches that are kept up to date here.
  SearchContexts contexts() {
    return contexts;
  }

  /// What `$` stands for (RFC 5182): UIDs.
  void saved(NumberSet uids) {
    saved = uids;
  }

  /// The places in [#told] of the messages that a command names, ascending. UIDs that are not here
  /// are passed over (RFC 9051 §6.4.9).
  ///
  /// @throws CommandRejected for a message number that is not here
  int[] indexes(SequenceSet set, NumberedBy by) throws CommandRejected {
    return switch (by) {
      case UID -> indexesOfUids(set.resolve(largestUid(), saved));
      case SEQUENCE -> {
        // COMPAT(many, 2026-11): `1:*` in an empty mailbox has no meaning, but clients say it.
        boolean empty = told.size() == 0 && set.usesStar();
        if (set.largestWritten() > told.size() && !empty && !lenient)
          throw new CommandRejected(Replies.NO_SUCH_NUMBER);
        yield empty ? new int[0] : indexesOfNumbers(set);
      }
    };
  }

  private int[] indexesOfNumbers(SequenceSet set) {
    var savedNumbers = new NumberSet.Builder();
    if (set.usesSaved()) for (int index : indexesOfUids(saved)) savedNumbers.add(index + 1L);
    var numbers = set.resolve(told.size(), savedNumbers.build());
    var indexes = new int[(int) Math.min(numbers.size(), told.size())];
    int count = 0;
    for (int range = 0; range < numbers.rangeCount(); range++)
      for (long n = numbers.first(range); n <= Math.min(numbers.last(range), told.size()); n++)
        indexes[count++] = (int) n - 1;
    return Arrays.copyOf(indexes, count);
  }

  /// The places of those of the UIDs that are here.
  int[] indexesOfUids(NumberSet uids) {
    var indexes = new int[16];
    int count = 0;
    for (int range = 0; range < uids.rangeCount(); range++) {
      int from = firstIndex(told, uids.first(range));
      int to = firstIndex(told, uids.last(range) + 1);
      if (count + to - from > indexes.length)
        indexes = Arrays.copyOf(indexes, Math.max(count + to - from, indexes.length * 2));
      for (int i = from; i < to; i++) indexes[count++] = i;
    }
    return Arrays.copyOf(indexes, count);
  }

  /// The place of the first UID that is not less.
  private static int firstIndex(Snapshot snapshot, long uid) {
    if (uid > Integer.MAX_VALUE) return snapshot.size();
    int index = snapshot.indexOf((int) uid);
    return index >= 0 ? index : -1 - index;
  }

  private long largestUid() {
    return told.size() == 0 ? 0 : told.uid(told.size() - 1);
  }
}

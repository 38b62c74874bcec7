package org.posthorn.domain.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.domain.fragment.FragmentGroup;
import org.posthorn.domain.fragment.FragmentKey;
import org.posthorn.domain.fragment.FragmentLimits;
import org.posthorn.domain.fragment.Fragments;
import org.posthorn.domain.fragment.FragmentsGone;
import org.posthorn.domain.fragment.Kept;
import org.posthorn.domain.fragment.Letter;
import org.posthorn.domain.fragment.NewFragment;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.TraceKind;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.PartialMessage;
import org.posthorn.wire.smtp.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the parts of messages that were split (RFC 2046 §5.2.2) until all have come, and delivers
/// the whole; when that takes too long, the parts go on as they are. A part is durable before it is
/// acknowledged, so whatever fails later is tried again by [#round]. Any thread may call.
public final class Defragmentation {

  private static final Logger LOG = LoggerFactory.getLogger(Defragmentation.class);

  /// How long nobody else works on a group that was taken, and when it is tried again if that
  /// failed.
  static final Duration LEASE = Duration.ofMinutes(10);

  /// Octets in which the header of nearly every message ends.
  private static final int USUAL_HEADER = 32 * 1024;

  private final Delivery delivery;
  private final Joining joining;
  private final FragmentDelivery sending;

  /// Whether parts are kept.
  public enum Mode {
    ON,
    /// They go on as they are; those that wait from before are not forgotten.
    OFF
  }

  /// What it needs beside the way into mailboxes and queue.
  public record Joining(
      Mode mode,
      Storage storage,
      FragmentLimits limits,
      Finishing finishing,
      TraceIds ids,
      InstantSource clock) {}

  /// What became of a message that may be a part.
  sealed interface Held {

    /// It is kept, or was delivered with the others.
    record Waits() implements Held {}

    /// It is no part, or is delivered like any message.
    record GoesOn(Handover handover) implements Held {}
  }

  Defragmentation(Delivery delivery, Directory directory, Joining joining) {
    this.delivery = delivery;
    this.joining = joining;
    this.sending = new FragmentDelivery(delivery, directory, joining);
  }

  /// Takes a part; when it is the last that was missing, the whole is delivered before this
  /// returns.
  Held hold(Handover handover) throws IOException {
    var bearer = handover.bearer();
    if (bearer == null || joining.mode() == Mode.OFF) return new Held.GoesOn(handover);
    var octets = handover.original().octets();
    var header = header(octets);
    var part = PartialMessage.of(header);
    if (part == null) return new Held.GoesOn(handover);
    var against = against(handover);
    if (against != null) return goesOn(handover, part, against);
    var content = NewFragment.Octets.of(octets, handover.original().returnPath(), header);
    var fragment = new NewFragment(key(handover, bearer), part, letter(handover), content);
    var where = place(handover);
    var kept =
        delivery.keep(
            handover,
            where,
            content.blob(),
            tx -> {
              var outcome = Fragments.keep(tx, where, fragment, joining.limits());
              tell(tx, handover, part, outcome);
              return outcome;
            });
    return switch (kept) {
      case Kept.GoesOn(var reason) -> goesOn(handover, part, reason);
      case Kept.Waits(var group) -> waits(group);
      case Kept.Again(var group, var _) -> waits(group);
    };
  }

  private static HeaderFields header(Spool octets) throws IOException {
    try (var in = octets.open()) {
      var start = in.readNBytes(USUAL_HEADER);
      var header = HeaderFields.of(start);
      if (header.bytes().length < USUAL_HEADER) return header;
    }
    return ListFields.header(octets);
  }

  /// Why a part is not kept, whatever the others are.
  private static @Nullable String against(Handover handover) {
    var envelope = handover.envelope();
    // Others may not claim what comes from nobody, and nobody splits reports.
    if (envelope.from() instanceof ReversePath.Null) return "it has no sender";
    if (envelope.timing().release() != null || envelope.timing().by() != null)
      return "its sender has said when it is to be delivered";
    if (handover.recipients().size() > FragmentLimits.MAX_RECIPIENTS)
      return "it has more than %d recipients".formatted(FragmentLimits.MAX_RECIPIENTS);
    // A list has a limit of its own for a message, which parts pass one by one.
    if (handover.recipients().stream().anyMatch(it -> !it.posts().isEmpty()))
      return "it is for a list";
    return null;
  }

  private static Held goesOn(Handover handover, PartialMessage part, String reason) {
    return new Held.GoesOn(
        handover.with(List.of("%s: not joined: %s".formatted(named(part), reason))));
  }

  private static String named(PartialMessage part) {
    return "part %d of %s of \"%s\""
        .formatted(part.number(), part.total() == 0 ? "some" : part.total(), part.id());
  }

  private static FragmentKey key(Handover handover, Bearer bearer) {
    var envelope = handover.envelope();
    var author = envelope.author();
    return new FragmentKey(
        bearer,
        envelope.from(),
        author == null ? null : author.id(),
        handover.recipients().stream().map(Recipient::address).toList(),
        envelope.wishes());
  }

  private static Letter letter(Handover handover) {
    var envelope = handover.envelope();
    var recipients =
        handover.recipients().stream()
            .map(it ->
                new OutgoingMail.Recipient(
                    it.address(), it.reporting().notifyOn(), it.reporting().original()))
            .toList();
    return new Letter(
        envelope.id(),
        recipients,
        envelope.wishes(),
        envelope.priority(),
        handover.placement() == Placement.JUNK,
        envelope.timing().accepted());
  }

  /// The same for all parts, whatever the order of their recipients.
  private PartitionId place(Handover handover) {
    var sorted =
        handover.recipients().stream()
            .sorted(Comparator.comparing(it -> it.address().key()))
            .toList();
    return delivery.place(sorted, handover.envelope().author());
  }

  /// The story of a part that is kept begins here; that of one that goes on, where it is delivered.
  private static void tell(Transaction tx, Handover handover, PartialMessage part, Kept kept)
      throws SQLException {
    var last =
        switch (kept) {
          case Kept.GoesOn _ -> null;
          case Kept.Again(var _, var first) -> "the same as %s, and kept once".formatted(first);
          case Kept.Waits(var group) ->
              group.isComplete()
                  ? "all parts are here"
                  : "waits for the others, %s are here; goes on as it is at %s"
                      .formatted(group.counted(), group.due());
        };
    if (last == null) return;
    var envelope = handover.envelope();
    var lines = new ArrayList<>(envelope.story());
    lines.add(
        "for "
            + handover.recipients().stream()
                .limit(Story.MAX_TOLD)
                .map(it -> "<" + it + ">")
                .collect(Collectors.joining(", ")));
    lines.add(named(part) + ": " + last);
    for (var copy : handover.copies()) lines.add("a copy goes to <%s>".formatted(copy.to()));
    var words = String.join("\n", lines);
    var at = envelope.timing().accepted();
    Traces.add(tx, new TraceEvent(envelope.id(), at, TraceKind.ACCEPTED, words));
  }

  private Held waits(FragmentGroup group) {
    if (group.isComplete() && !trySettling(group)) trySoon(group.id());
    return new Held.Waits();
  }

  /// The part is durable, so its client hears that it is taken, whatever this comes to.
  private void trySoon(FragmentGroup.Id id) {
    try {
      close(id);
    } catch (StorageException e) {
      LOG.warn("parts in {} are tried again when they are due: {}", id, e.getMessage());
    }
  }

  /// No more parts, and [#round] finds it when the lease is over.
  private void close(FragmentGroup.Id id) {
    var until = joining.clock().instant().plus(LEASE);
    joining
        .storage()
        .partition(id.partition())
        .<@Nullable Void>write(tx -> {
          Fragments.close(tx, id, until);
          return null;
        });
  }

  /// Joins a group, or sends its parts on; what fails is tried again another time.
  ///
  /// @return whether it is done
  private boolean trySettling(FragmentGroup group) {
    try {
      sending.settle(group);
      return true;
    } catch (FragmentsGone _) {
      return true;
    } catch (IOException | StorageException e) {
      LOG.warn("{} of \"{}\": {}, tried again", group.counted(), group.partId(), e.getMessage());
    } catch (RuntimeException e) {
      // One that we cannot handle must keep neither the others nor the answer to its client.
      LOG.error("{} of \"{}\" cannot be delivered", group.counted(), group.partId(), e);
    }
    return false;
  }

  /// Sends on what has waited long enough, by an index. Whether there is more to do at once.
  ///
  /// @param go false to stop in between
  boolean round(BooleanSupplier go) {
    boolean more = false;
    for (var id : joining.storage().partitions()) {
      try {
        more |= round(id, go);
      } catch (StorageException e) {
        LOG.warn("parts in {}: {}, another time", id, e.getMessage());
      } catch (RuntimeException e) {
        // A row that cannot be read must not keep those of others.
        LOG.error("parts in {} cannot be looked after", id, e);
      }
    }
    return more;
  }

  private boolean round(PartitionId id, BooleanSupplier go) {
    boolean more = false;
    for (var group : due(id)) {
      if (!go.getAsBoolean()) return false;
      more |= trySettling(group);
    }
    return more;
  }

  private List<FragmentGroup> due(PartitionId id) {
    var partition = joining.storage().partition(id);
    var now = joining.clock().instant();
    if (!partition.read(tx -> Fragments.isAnyDue(tx, now))) return List.of();
    return partition.write(tx -> Fragments.takeDue(tx, id, now, LEASE));
  }

  /// All that wait, the oldest of each partition first.
  public List<Fragments.Listed> waiting() {
    return joining.storage().partitions().stream()
        .flatMap(id -> joining.storage().partition(id).read(tx -> Fragments.list(tx, id)).stream())
        .toList();
  }

  /// Sends the parts of some groups on now.
  ///
  /// @return how many groups
  public int release(Predicate<Fragments.Listed> which) {
    int released = 0;
    for (var listed : waiting()) {
      if (!which.test(listed)) continue;
      var id = listed.group().id();
      close(id);
      if (trySettling(listed.group())) released++;
    }
    return released;
  }

  /// Removes the parts of some groups, and nobody hears of it.
  ///
  /// @return how many groups
  public int delete(Predicate<Fragments.Listed> which) {
    int deleted = 0;
    for (var listed : waiting()) if (which.test(listed) && delete(listed.group().id())) deleted++;
    return deleted;
  }

  private boolean delete(FragmentGroup.Id id) {
    var now = joining.clock().instant();
    return joining
        .storage()
        .partition(id.partition())
        .write(tx -> {
          var fragments = Fragments.of(tx, id);
          Fragments.remove(tx, id, fragments);
          Fragments.forget(tx, id);
          for (var fragment : fragments)
            Traces.add(
                tx,
                new TraceEvent(
                    fragment.letter().messageId(),
                    now,
                    TraceKind.CHANGED,
                    "deleted while it waited for other parts"));
          return !fragments.isEmpty();
        });
  }
}

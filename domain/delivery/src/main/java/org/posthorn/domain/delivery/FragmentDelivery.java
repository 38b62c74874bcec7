package org.posthorn.domain.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Defragmentation.Joining;
import org.posthorn.domain.delivery.Finishing.Finished;
import org.posthorn.domain.delivery.Finishing.Way;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.fragment.Fragment;
import org.posthorn.domain.fragment.FragmentGroup;
import org.posthorn.domain.fragment.Fragments;
import org.posthorn.domain.fragment.Letter;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceKind;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.PartialJoining;
import org.posthorn.wire.mail.TextAppending;

/// Delivers parts that have waited: as one message, or each as it is. Whatever is delivered stops
/// waiting by the same transaction. Any thread may call.
final class FragmentDelivery {

  /// What may be added to a message: texts at its end, which may need another encoding then, and a
  /// signature.
  private static final int ROOM = 128 * 1024 + 2 * 4 * TextAppending.MAX_TEXT_OCTETS;

  private final Delivery delivery;
  private final Directory directory;
  private final Joining joining;

  FragmentDelivery(Delivery delivery, Directory directory, Joining joining) {
    this.delivery = delivery;
    this.directory = directory;
    this.joining = joining;
  }

  /// What is known of a group at one time.
  ///
  /// @param author null when nobody has logged in, or he is gone
  private record Known(
      FragmentGroup group, @Nullable Account author, List<Fragment> fragments, BlobReader reader) {}

  /// Joins a complete group, and sends the parts of another on.
  ///
  /// @throws org.posthorn.domain.fragment.FragmentsGone somebody else has done it meanwhile
  void settle(FragmentGroup group) throws IOException {
    var partition = joining.storage().partition(group.id().partition());
    var fragments = partition.read(tx -> Fragments.of(tx, group.id()));
    if (fragments.isEmpty()) return;
    var account = group.account();
    var author = account == null ? null : directory.accounts().find(account);
    var blobs = fragments.stream().map(Fragment::blob).toList();
    var known = new Known(group, author, fragments, partition.reader(blobs));
    if (fragments.size() == group.total() && join(known)) return;
    for (var fragment : fragments) sendOn(known, fragment);
    // Those that come late do not wait for these.
    var until = joining.clock().instant().plus(joining.limits().patience());
    partition.<@Nullable Void>write(tx -> {
      Fragments.close(tx, group.id(), until);
      return null;
    });
  }

  /// False when they make no message.
  private boolean join(Known known) throws IOException {
    var first = known.fragments.getFirst();
    var parts =
        known.fragments.stream()
            .<PartialJoining.Part>map(it -> () -> known.reader.open(it.blob(), 0))
            .toList();
    try (var joined = spool(known.group)) {
      if (!PartialJoining.join(parts, joined)) return false;
      var recipients = recipients(first.letter());
      var finished = finished(known, joined, recipients);
      try (var octets = finished.octets()) {
        deliver(known, handover(known, recipients, octets, finished.told()));
      }
    }
    return true;
  }

  private Finished finished(Known known, Spool joined, List<Recipient> recipients)
      throws IOException {
    var leaves = recipients.stream().anyMatch(Recipient::isElsewhere);
    return switch (known.group.bearer().standing()) {
      case STRANGER -> new Finished(joined, List.of());
      case OURS ->
          joining
              .finishing()
              .finish(
                  new Finishing.Whole(
                      joined,
                      known.fragments.getFirst().returnPath(),
                      known.group.sender(),
                      known.author,
                      leaves ? Way.LEAVES : Way.STAYS_HERE,
                      () -> spool(known.group)));
    };
  }

  /// Nobody has vouched for the whole, so it is not sealed when it is sent on.
  private Handover handover(
      Known known, List<Recipient> recipients, Spool octets, List<String> told) {
    var first = known.fragments.getFirst();
    boolean junk = known.fragments.stream().anyMatch(it -> it.letter().junk());
    var story = new ArrayList<String>();
    story.add(
        "from %s, %d octets, joined from %d parts of \"%s\" by %s"
            .formatted(
                known.group.sender(),
                octets.size(),
                known.fragments.size(),
                known.group.partId(),
                known.group.bearer().name()));
    for (var part : known.fragments.subList(0, Math.min(Story.MAX_TOLD, known.fragments.size())))
      story.add("part %d: %s".formatted(part.number(), part.letter().messageId()));
    story.addAll(told);
    var envelope =
        new Envelope(
            joining.ids().next(),
            known.group.sender(),
            known.author,
            first.letter().wishes(),
            first.letter().priority(),
            NewMail.Timing.of(joining.clock().instant()),
            story);
    return handover(envelope, recipients, original(known, octets, first), junk);
  }

  private static Handover handover(
      Envelope envelope, List<Recipient> recipients, Original original, boolean junk) {
    return new Handover(envelope, recipients, original, junk ? Placement.JUNK : Placement.INBOX);
  }

  private Original original(Known known, Spool octets, Fragment first) {
    return new Original(octets, first.returnPath(), Original.Seals.NONE, () -> spool(known.group));
  }

  private void deliver(Known known, Handover handover) throws IOException {
    var id = known.group.id();
    var whole = handover.envelope();
    delivery.deliverKept(
        handover,
        id.partition(),
        tx -> {
          Fragments.remove(tx, id, known.fragments);
          Fragments.forget(tx, id);
          for (var part : known.fragments) tellJoined(tx, part, whole);
          return null;
        });
  }

  private static void tellJoined(Transaction tx, Fragment part, Envelope whole)
      throws SQLException {
    Traces.add(
        tx,
        new TraceEvent(
            part.letter().messageId(),
            whole.timing().accepted(),
            TraceKind.JOINED,
            "joined with the other parts into message " + whole.id()));
  }

  /// A part as it is.
  private void sendOn(Known known, Fragment fragment) throws IOException {
    var group = known.group;
    var letter = fragment.letter();
    var waited = Duration.between(letter.accepted(), joining.clock().instant());
    var envelope =
        new Envelope(
            letter.messageId(),
            group.sender(),
            known.author,
            letter.wishes(),
            letter.priority(),
            NewMail.Timing.of(letter.accepted()),
            List.of(
                "waited %s for the other parts, %s were here: goes on as it is"
                    .formatted(inWords(waited), group.counted())));
    try (var octets = spool(known.group)) {
      try (var in = known.reader.open(fragment.blob(), 0)) {
        in.transferTo(octets);
      }
      var handover =
          handover(envelope, recipients(letter), original(known, octets, fragment), letter.junk())
              .releasedAt(joining.clock().instant());
      delivery.deliverKept(
          handover,
          group.id().partition(),
          tx -> {
            Fragments.remove(tx, group.id(), List.of(fragment));
            return null;
          });
    }
  }

  /// `2 h 5 min`
  private static String inWords(Duration time) {
    return "%d h %d min".formatted(Math.max(0, time.toHours()), Math.max(0, time.toMinutesPart()));
  }

  private List<Recipient> recipients(Letter letter) {
    return letter.recipients().stream()
        .map(it ->
            delivery
                .acceptedBefore(it.address())
                .reporting(new Recipient.Reporting(it.notifyOn(), it.original())))
        .toList();
  }

  /// Room for what was accepted, even when messages may be smaller by now.
  private Spool spool(FragmentGroup group) {
    long most = Math.max(joining.limits().messageOctets(), group.octets());
    return joining.storage().spool(most + ROOM);
  }
}

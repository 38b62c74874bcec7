package org.posthorn.domain.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.ReversePath;

/// A message with its accepted recipients, at the moment at which the client waits for the answer.
///
/// @param placement where in mailboxes here
/// @param copies for others than the recipients
/// @param bearer who has brought it; null for what is never a part of a message that was split
/// @param released when it was sent on, after it had waited; null for what has just come
public record Handover(
    Envelope envelope,
    List<Recipient> recipients,
    Original original,
    Placement placement,
    List<CarbonCopy> copies,
    @Nullable Bearer bearer,
    @Nullable Instant released) {

  public Handover {
    copies = List.copyOf(copies);
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("no recipients");
  }

  public Handover(
      Envelope envelope, List<Recipient> recipients, Original original, Placement placement) {
    this(envelope, recipients, original, placement, List.of());
  }

  public Handover(
      Envelope envelope,
      List<Recipient> recipients,
      Original original,
      Placement placement,
      List<CarbonCopy> copies) {
    this(envelope, recipients, original, placement, copies, null, null);
  }

  /// The same by a bearer whose parts may be joined.
  public Handover by(@Nullable Bearer known) {
    return new Handover(envelope, recipients, original, placement, copies, known, released);
  }

  /// The same after it has waited.
  Handover releasedAt(Instant time) {
    return new Handover(envelope, recipients, original, placement, copies, bearer, time);
  }

  /// The same with more to tell.
  Handover with(List<String> lines) {
    return new Handover(
        envelope.with(lines), recipients, original, placement, copies, bearer, released);
  }

  /// The same as somebody else would send it.
  Handover from(ReversePath sender, @Nullable DsnReturn ret) {
    var by = envelope.from(sender, ret);
    return new Handover(by, recipients, original, placement, copies, bearer, released);
  }
}

package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceKind;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.Transaction;

/// The first event of a message's story, in lines: how it came, and where it went for each
/// recipient.
final class Story {

  /// Recipients that are told one by one; a message to a thousand is told by its first.
  static final int MAX_TOLD = 100;

  private Story() {}

  /// That of what has just come, or how the story of what has waited goes on.
  ///
  /// @param taken those who get the message, in the order of the handover
  /// @param placed what became of it in accounts
  /// @param more what else was done to it
  static void begin(
      Transaction tx,
      Handover handover,
      List<Recipient> taken,
      Map<DeliveryJob.Copy, Placed> placed,
      List<String> more)
      throws SQLException {
    var released = handover.released();
    var words = words(handover.envelope(), taken, placed, more);
    if (released == null) accepted(tx, handover.envelope(), words);
    else
      Traces.add(tx, new TraceEvent(handover.envelope().id(), released, TraceKind.RELEASED, words));
  }

  /// The first event of what the server itself sends.
  static void begin(
      Transaction tx,
      Envelope envelope,
      List<Recipient> taken,
      Map<DeliveryJob.Copy, Placed> placed)
      throws SQLException {
    accepted(tx, envelope, words(envelope, taken, placed, List.of()));
  }

  private static void accepted(Transaction tx, Envelope envelope, String words)
      throws SQLException {
    var at = envelope.timing().accepted();
    Traces.add(tx, new TraceEvent(envelope.id(), at, TraceKind.ACCEPTED, words));
  }

  private static String words(
      Envelope envelope,
      List<Recipient> taken,
      Map<DeliveryJob.Copy, Placed> placed,
      List<String> more) {
    var lines = new ArrayList<>(envelope.story());
    for (var recipient : taken.subList(0, Math.min(MAX_TOLD, taken.size())))
      tell(lines, recipient, placed);
    if (taken.size() > MAX_TOLD) lines.add("and for %d more".formatted(taken.size() - MAX_TOLD));
    lines.addAll(more);
    return String.join("\n", lines);
  }

  private static void tell(
      List<String> lines, Recipient recipient, Map<DeliveryJob.Copy, Placed> placed) {
    for (var account : recipient.accounts())
      if (placed.get(DeliveryJob.Copy.asSent(account)) instanceof Placed.Stored stored)
        lines.add(
            "for <%s>: in mailbox %d of %s, UID %d"
                .formatted(recipient, stored.mailbox().value(), account.address(), stored.uid()));
    for (var passed : recipient.passed())
      if (placed.get(new DeliveryJob.Copy(passed.account().id(), passed.form()))
          instanceof Placed.Stored stored)
        lines.add(
            "for <%s>: as the filter of %s has changed it, in mailbox %d of %s, UID %d"
                .formatted(
                    recipient,
                    passed.form().by(),
                    stored.mailbox().value(),
                    passed.account().address(),
                    stored.uid()));
    for (var post : recipient.posts()) {
      lines.add(
          "for <%s>: from the list %s into %d mailboxes here, and to %d members elsewhere"
              .formatted(
                  recipient,
                  post.form().list(),
                  post.accounts().size(),
                  recipient.elsewhere().stream()
                      .filter(onward -> onward.form().equals(post.form()))
                      .count()));
      for (var full : post.full().subList(0, Math.min(MAX_TOLD, post.full().size())))
        lines.add("not for <%s> of the list: the mailbox is full".formatted(full));
    }
    for (var onward : recipient.elsewhere())
      if (!(onward.form() instanceof Form.Posted))
        lines.add(
            onward.address().key().equals(recipient.address().key())
                ? "for <%s>: into the queue".formatted(recipient)
                : "for <%s>: into the queue, for <%s>".formatted(recipient, onward.address()));
  }
}

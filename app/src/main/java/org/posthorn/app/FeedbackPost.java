package org.posthorn.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.posthorn.domain.delivery.Delivered;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.Envelope;
import org.posthorn.domain.delivery.Handover;
import org.posthorn.domain.delivery.Original;
import org.posthorn.domain.delivery.Placement;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.delivery.RecipientVerdict;
import org.posthorn.domain.delivery.Sender;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.domain.feedback.ReportPost;
import org.posthorn.domain.guard.Signing;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.ReversePath;

/// Sends reports to other domains: signed, into mailboxes here or into the queue, or by HTTPS. Any
/// thread may call.
final class FeedbackPost implements ReportPost {

  private static final byte[] RETURN_PATH =
      "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

  /// Who takes mail, and what is needed to hand it in.
  record MailWay(
      Delivery delivery,
      Feedback feedback,
      Signing signing,
      TraceIds ids,
      Supplier<Spool> spools,
      InstantSource clock) {}

  private final MailWay way;
  private final HttpsPost https;

  FeedbackPost(MailWay way, HttpsPost https) {
    this.way = way;
    this.https = https;
  }

  @Override
  public Posted mail(byte[] message, EmailAddress from, EmailAddress to, Secrecy secrecy) {
    try {
      var fields =
          way.signing()
              .sign(() -> new ByteArrayInputStream(message), List.of(from.domain()))
              .getBytes(StandardCharsets.US_ASCII);
      if (fields.length == 0) return new Posted.Refused(from.domain() + " has no key that signs");
      return switch (way.delivery().recipient(to, Sender.ofServer(), message.length)) {
        case RecipientVerdict.Refuse(var reason, var _) ->
            reason.isTemporary()
                ? new Posted.Later(ConfigValues.word(reason))
                : new Posted.Refused(ConfigValues.word(reason));
        case RecipientVerdict.Accept(var recipient, var _) ->
            deliver(fields, message, from, recipient, secrecy);
      };
    } catch (IOException | StorageException e) {
      return new Posted.Later(String.valueOf(e.getMessage()));
    }
  }

  /// A report to ourselves is one like any other.
  private static Feedback.Arrival arrival(byte[] message, Recipient recipient, EmailAddress from) {
    return new Feedback.Arrival(
        List.of(recipient.address()),
        from.domain().ascii(),
        () -> new ByteArrayInputStream(message));
  }

  private Posted deliver(
      byte[] fields, byte[] message, EmailAddress from, Recipient recipient, Secrecy secrecy)
      throws IOException {
    try (var spool = way.spools().get()) {
      spool.write(RETURN_PATH);
      spool.write(fields);
      spool.write(message);
      // Our own words: whoever sends them on has nobody to vouch for.
      var original = new Original(spool, RETURN_PATH.length, Original.Seals.NONE, way.spools());
      var handover = new Handover(envelope(secrecy), List.of(recipient), original, Placement.INBOX);
      return switch (way.delivery().deliverTogether(handover).getFirst()) {
        case Delivered.Taken taken -> {
          if (!taken.copies().isEmpty())
            way.feedback().delivered(arrival(message, recipient, from));
          yield new Posted.Taken();
        }
        case Delivered.Refused(var reason) -> new Posted.Later(ConfigValues.word(reason));
        case Delivered.Rejected _ -> new Posted.Later("rejected by a filter");
      };
    }
  }

  private Envelope envelope(Secrecy secrecy) {
    var tls =
        switch (secrecy) {
          case USUAL -> AllTheWay.NOT_REQUIRED;
          case NONE -> AllTheWay.OPTIONAL;
        };
    return new Envelope(
        way.ids().next(),
        new ReversePath.Null(),
        null,
        new Wishes(DsnReturn.HDRS, null, Header.AS_IT_IS, tls),
        Priority.BULK,
        NewMail.Timing.of(way.clock().instant()),
        List.of("a report of this server to another domain"));
  }

  @Override
  public Posted post(URI to, String mediaType, byte[] report) {
    return https.post(to, mediaType, report);
  }
}

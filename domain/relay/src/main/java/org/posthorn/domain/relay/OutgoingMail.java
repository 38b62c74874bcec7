package org.posthorn.domain.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;
import org.posthorn.wire.smtp.ReversePath;

/// A message with its envelope, to be handed over.
///
/// @param recipients at least one; all of them by the route of the session
/// @param by as of now; null when the sender gave no time
public record OutgoingMail(
    ReversePath from,
    List<Recipient> recipients,
    OutgoingContent content,
    Wishes wishes,
    @Nullable DeliverBy by) {

  /// Mail that may take its time.
  public OutgoingMail(
      ReversePath from, List<Recipient> recipients, OutgoingContent content, Wishes wishes) {
    this(from, recipients, content, wishes, null);
  }

  public OutgoingMail {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("mail for nobody");
  }

  /// A recipient and what the sender wants to hear of it (RFC 3461).
  public record Recipient(
      EmailAddress address, @Nullable Notify notifyOn, @Nullable OriginalRecipient original) {
    public Recipient(EmailAddress address) {
      this(address, null, null);
    }
  }

  /// What the sender asked for.
  ///
  /// @param ret RFC 3461 §4.3
  /// @param envid RFC 3461 §4.4
  /// @param header in what character set the header is, as the sender said
  public record Wishes(
      @Nullable DsnReturn ret, @Nullable EnvelopeId envid, Header header, AllTheWay tls) {
    public static final Wishes NONE =
        new Wishes(null, null, Header.AS_IT_IS, AllTheWay.NOT_REQUIRED);
  }

  /// In what character set a header is.
  public enum Header {
    /// ASCII, or what old programs put there.
    AS_IT_IS,
    /// UTF-8: the message came with SMTPUTF8 (RFC 6531), and can go only with it.
    UTF_8
  }

  /// Whether the message may go only over TLS, here and from host to host (RFC 8689).
  public enum AllTheWay {
    NOT_REQUIRED,
    REQUIRETLS,
    /// It is more important that it arrives than that nobody reads it, whatever the other side
    /// publishes (RFC 8689 §5, RFC 8460 §3). The destination says it, so the queue need not.
    OPTIONAL
  }
}

package org.posthorn.wire.report;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;

/// A delivery status notification's content: what one host says about one message (RFC 3464 §2.2).
/// The same value is written and read.
///
/// Refused: no recipients or more than 5,000, extension fields that have a component here.
///
/// @param receivedFrom who gave the message to the reporter
/// @param envelopeId what the sender gave by ENVID, without its xtext
public record DeliveryReport(
    MtaName reportingMta,
    @Nullable MtaName receivedFrom,
    @Nullable Instant arrival,
    @Nullable String envelopeId,
    List<RecipientReport> recipients,
    List<HeaderField> extensions) {

  /// More than a transaction has; who has more to tell writes two reports.
  public static final int MAX_RECIPIENTS = 5_000;

  static final Set<String> FIELDS =
      Set.of("original-envelope-id", "reporting-mta", "received-from-mta", "arrival-date");

  public DeliveryReport {
    if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS)
      throw new IllegalArgumentException("a report about " + recipients.size() + " recipients");
    recipients = List.copyOf(recipients);
    arrival = FieldText.seconds(arrival);
    envelopeId =
        envelopeId == null
            ? null
            : FieldText.orNull(FieldText.spelled(envelopeId, FieldText.MAX_LENGTH));
    extensions = FieldText.extensions(extensions, FIELDS);
  }

  public static DeliveryReport of(MtaName reportingMta, List<RecipientReport> recipients) {
    return new DeliveryReport(reportingMta, null, null, null, recipients, List.of());
  }

  public boolean has(Action action) {
    return recipients.stream().anyMatch(recipient -> recipient.action() == action);
  }
}

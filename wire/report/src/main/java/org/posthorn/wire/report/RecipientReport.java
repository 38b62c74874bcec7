package org.posthorn.wire.report;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.smtp.EnhancedCode;

/// What became of a message for one recipient (RFC 3464 §2.3). Moments are cut to seconds.
///
/// Refused: `willRetryUntil` of anything but a delay, extension fields that have a component here.
///
/// @param original what the sender gave by ORCPT, and only that
/// @param recipient the envelope's recipient as it was when the reporter took the message
/// @param remoteMta who said the diagnostic; null when the reporter did
/// @param logId names the attempt in the log of the last host
public record RecipientReport(
    @Nullable ReportedAddress original,
    ReportedAddress recipient,
    Action action,
    EnhancedCode status,
    @Nullable MtaName remoteMta,
    @Nullable DiagnosticCode diagnostic,
    @Nullable Instant lastAttempt,
    @Nullable String logId,
    @Nullable Instant willRetryUntil,
    List<HeaderField> extensions) {

  static final Set<String> FIELDS =
      Set.of(
          "original-recipient",
          "final-recipient",
          "action",
          "status",
          "remote-mta",
          "diagnostic-code",
          "last-attempt-date",
          "final-log-id",
          "will-retry-until");

  public RecipientReport {
    if (willRetryUntil != null && action != Action.DELAYED)
      throw new IllegalArgumentException("only what is delayed is tried again");
    lastAttempt = FieldText.seconds(lastAttempt);
    willRetryUntil = FieldText.seconds(willRetryUntil);
    logId = logId == null ? null : FieldText.orNull(FieldText.clean(logId));
    extensions = FieldText.extensions(extensions, FIELDS);
  }

  /// With the fields that are required.
  public static RecipientReport of(ReportedAddress recipient, Action action, EnhancedCode status) {
    return new RecipientReport(
        null, recipient, action, status, null, null, null, null, null, List.of());
  }

  public RecipientReport withOriginal(@Nullable ReportedAddress address) {
    return new RecipientReport(
        address,
        recipient,
        action,
        status,
        remoteMta,
        diagnostic,
        lastAttempt,
        logId,
        willRetryUntil,
        extensions);
  }

  /// What was said, and by whom: by the reporting host itself when `mta` is null.
  public RecipientReport withDiagnostic(@Nullable MtaName mta, @Nullable DiagnosticCode said) {
    return new RecipientReport(
        original,
        recipient,
        action,
        status,
        mta,
        said,
        lastAttempt,
        logId,
        willRetryUntil,
        extensions);
  }

  /// When it was tried, and until when it will be (for a delay).
  public RecipientReport withAttempts(@Nullable Instant last, @Nullable Instant until) {
    return new RecipientReport(
        original, recipient, action, status, remoteMta, diagnostic, last, logId, until, extensions);
  }
}

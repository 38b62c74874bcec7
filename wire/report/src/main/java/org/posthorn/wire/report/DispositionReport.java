package org.posthorn.wire.report;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.MessageIds;

/// A message disposition notification's content (RFC 8098 §3.2, RFC 6533 §5). The same value is
/// written and read.
///
/// @param reportingUa name and product of the program, as the field has them
/// @param gateway who translated it from another mail system
/// @param original what the sender gave by ORCPT, and only that
/// @param messageId of the original, without angle brackets; null when it had none
/// @param errors of the disposition modifier `error`
public record DispositionReport(
    @Nullable String reportingUa,
    @Nullable MtaName gateway,
    @Nullable ReportedAddress original,
    ReportedAddress recipient,
    @Nullable String messageId,
    Disposition disposition,
    List<String> errors,
    List<HeaderField> extensions) {

  private static final int MAX_ERRORS = 20;

  private static final Set<String> FIELDS =
      Set.of(
          "reporting-ua",
          "mdn-gateway",
          "original-recipient",
          "final-recipient",
          "original-message-id",
          "disposition",
          "error");

  public DispositionReport {
    reportingUa = reportingUa == null ? null : FieldText.orNull(FieldText.clean(reportingUa));
    if (messageId != null && !isId(messageId)) throw new IllegalArgumentException("no message id");
    if (errors.size() > MAX_ERRORS) throw new IllegalArgumentException("too many errors");
    errors = errors.stream().map(FieldText::clean).toList();
    extensions = FieldText.extensions(extensions, FIELDS);
  }

  private static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= FieldText.MAX_LENGTH
        && id.codePoints().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == 0x7F);
  }

  /// The report of a part's octets, transfer encoding undone.
  ///
  /// @return null without a recipient or a disposition
  static @Nullable DispositionReport parse(byte[] part) {
    var groups = StatusFields.groups(part, 1);
    if (groups.isEmpty()) return null;
    var fields = groups.getFirst();
    var original = fields.address("Original-Recipient");
    var recipient = fields.address("Final-Recipient");
    if (recipient == null) recipient = original;
    var stated = fields.value("Disposition");
    var disposition = stated == null ? null : Disposition.parse(stated);
    if (recipient == null || disposition == null) return null;
    return new DispositionReport(
        fields.value("Reporting-UA"),
        fields.mta("MDN-Gateway"),
        original,
        recipient,
        id(fields.value("Original-Message-ID")),
        disposition,
        fields.values("Error").stream().limit(MAX_ERRORS).toList(),
        fields.without(FIELDS));
  }

  private static @Nullable String id(@Nullable String value) {
    var ids = value == null ? List.<String>of() : MessageIds.parse(value);
    return ids.isEmpty() || !isId(ids.getFirst()) ? null : ids.getFirst();
  }

  /// The part as text; in ASCII unless `global`.
  String fields(boolean global) {
    var fields =
        new FieldWriter()
            .field("Reporting-UA", reportingUa)
            .field("MDN-Gateway", gateway == null ? null : gateway.field())
            .field("Original-Recipient", original == null ? null : address(original, global))
            .field("Final-Recipient", address(recipient, global))
            .field("Original-Message-ID", messageId == null ? null : "<" + messageId + ">")
            .field("Disposition", disposition.field());
    for (var error : errors) fields.field("Error", error);
    return fields.all(extensions).toString();
  }

  /// Whether the ASCII form says all.
  boolean fitsAscii() {
    boolean addresses = recipient.fitsAscii() && (original == null || original.fitsAscii());
    return addresses && FieldText.isAscii(fields(false));
  }

  private static String address(ReportedAddress address, boolean global) {
    return global ? address.global() : address.ascii();
  }
}

package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.EnhancedCode;

/// Reads `message/delivery-status` and `message/global-delivery-status` as RFC 3464 §2.1 and RFC
/// 6533 §4.1 define them and as they are found; never fails.
///
/// COMPAT(many, 2026-11): groups run together or far apart, address types left out, brackets around
/// addresses, comments after actions and status codes, status codes with leading zeros or in the
/// diagnostic only, no reporting MTA.
public final class DeliveryStatusParser {

  private static final Pattern CODE =
      Pattern.compile("(?<![0-9.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![0-9.]*[0-9])");

  /// Where a code is looked for in a diagnostic: replies begin with it.
  private static final int CODE_WITHIN = 200;

  private static final Set<String> NOT_EXTENSIONS = union();

  private DeliveryStatusParser() {}

  /// The report of a part's octets, transfer encoding undone.
  ///
  /// @return null when there is no recipient in it
  public static @Nullable DeliveryReport parse(byte[] part) {
    var groups = StatusFields.groups(part, DeliveryReport.MAX_RECIPIENTS + 1);
    if (groups.isEmpty()) return null;
    var recipients = new ArrayList<RecipientReport>();
    for (var group : groups) {
      for (var fields : group.perRecipient()) {
        var recipient = recipient(fields);
        if (recipient != null && recipients.size() < DeliveryReport.MAX_RECIPIENTS)
          recipients.add(recipient);
      }
    }
    if (recipients.isEmpty()) return null;
    var message = groups.getFirst();
    var reporter = message.mta("Reporting-MTA");
    // A first group that is a recipient's has its extension fields there.
    boolean mixed = message.has("Final-Recipient") || message.has("Original-Recipient");
    return new DeliveryReport(
        reporter == null ? MtaName.UNKNOWN : reporter,
        message.mta("Received-From-MTA"),
        FieldText.parseDate(message.value("Arrival-Date")),
        message.value("Original-Envelope-Id"),
        recipients,
        mixed ? List.of() : message.without(NOT_EXTENSIONS));
  }

  private static @Nullable RecipientReport recipient(StatusFields fields) {
    var original = fields.address("Original-Recipient");
    var recipient = fields.address("Final-Recipient");
    if (recipient == null) recipient = original;
    if (recipient == null) return null;
    var said = fields.value("Diagnostic-Code");
    var diagnostic = said == null ? null : DiagnosticCode.parse(said);
    var named = named(fields.value("Action"));
    var status = status(fields.value("Status"), diagnostic, named);
    var action = named == null ? implied(status) : named;
    var until = FieldText.parseDate(fields.value("Will-Retry-Until"));
    return new RecipientReport(
        original,
        recipient,
        action,
        status,
        fields.mta("Remote-MTA"),
        diagnostic,
        FieldText.parseDate(fields.value("Last-Attempt-Date")),
        fields.value("Final-Log-ID"),
        action == Action.DELAYED ? until : null,
        fields.without(NOT_EXTENSIONS));
  }

  private static @Nullable Action named(@Nullable String value) {
    if (value == null) return null;
    var word = FieldText.beforeComment(value);
    // COMPAT(some gateways, 2026-11)
    return word.equalsIgnoreCase("failure") ? Action.FAILED : Action.named(word);
  }

  private static Action implied(EnhancedCode status) {
    return switch (status.status()) {
      case 2 -> Action.DELIVERED;
      case 4 -> Action.DELAYED;
      default -> Action.FAILED;
    };
  }

  private static EnhancedCode status(
      @Nullable String value, @Nullable DiagnosticCode diagnostic, @Nullable Action action) {
    var stated = value == null ? null : code(value);
    if (stated != null) return stated;
    var within = diagnostic == null ? null : code(diagnostic.text());
    if (within != null) return within;
    if (action == null || action == Action.FAILED) return new EnhancedCode(5, 0, 0);
    return new EnhancedCode(action == Action.DELAYED ? 4 : 2, 0, 0);
  }

  /// The first code in a text, or null.
  static @Nullable EnhancedCode code(String text) {
    var found = CODE.matcher(text.substring(0, Math.min(text.length(), CODE_WITHIN)));
    if (!found.find()) return null;
    return new EnhancedCode(
        Integer.parseInt(found.group(1)),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)));
  }

  private static Set<String> union() {
    var names = new HashSet<>(DeliveryReport.FIELDS);
    names.addAll(RecipientReport.FIELDS);
    return Set.copyOf(names);
  }
}

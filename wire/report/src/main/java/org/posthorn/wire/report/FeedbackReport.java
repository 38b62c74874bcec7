package org.posthorn.wire.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;

/// A complaint about a message, in the Abuse Reporting Format (RFC 5965 §3). Everything is what the
/// reporter claims.
///
/// @param type in lower case: `abuse`, `fraud`, `virus`, `not-spam`, `auth-failure`, `other`, …
/// @param mailFrom without angle brackets; empty for `<>`, null when it is not told
/// @param rcptTo without angle brackets
/// @param sourceIp as written
/// @param incidents how many this stands for, at least 1
public record FeedbackReport(
    String type,
    String userAgent,
    int version,
    @Nullable String envelopeId,
    @Nullable String mailFrom,
    List<String> rcptTo,
    @Nullable Instant arrival,
    @Nullable MtaName reportingMta,
    @Nullable String sourceIp,
    long incidents,
    List<String> authenticationResults,
    List<String> domains,
    List<String> uris,
    List<HeaderField> extensions) {

  /// Values of one field that may be repeated; more are not kept.
  public static final int MAX_VALUES = 1_000;

  private static final long MAX_INCIDENTS = 0xFFFF_FFFFL;

  /// RFC 5965 §3.1 and §3.2: more than one of these is a malformed report.
  private static final List<String> ONCE =
      List.of(
          "feedback-type",
          "user-agent",
          "version",
          "original-envelope-id",
          "original-mail-from",
          "arrival-date",
          "received-date",
          "reporting-mta",
          "source-ip",
          "incidents");

  private static final Set<String> FIELDS =
      Set.of(
          "feedback-type",
          "user-agent",
          "version",
          "original-envelope-id",
          "original-mail-from",
          "original-rcpt-to",
          "arrival-date",
          "received-date",
          "reporting-mta",
          "source-ip",
          "incidents",
          "authentication-results",
          "reported-domain",
          "reported-uri");

  public FeedbackReport {
    type = type.toLowerCase(Locale.ROOT);
    if (!FieldText.isFieldName(type)) throw new IllegalArgumentException("not a feedback type");
    if (version < 1) throw new IllegalArgumentException("version " + version);
    if (incidents < 1 || incidents > MAX_INCIDENTS)
      throw new IllegalArgumentException(incidents + " incidents");
    rcptTo = List.copyOf(rcptTo);
    authenticationResults = List.copyOf(authenticationResults);
    domains = List.copyOf(domains);
    uris = List.copyOf(uris);
    extensions = FieldText.extensions(extensions, FIELDS);
  }

  /// A malformed report is ignored or rejected with the cause (RFC 5965 §4).
  sealed interface Parsed {
    record Good(FeedbackReport report) implements Parsed {}

    record Malformed(String reason) implements Parsed {}
  }

  /// The report of a part's octets, transfer encoding undone.
  static Parsed parse(byte[] part) {
    var groups = StatusFields.groups(part, 1);
    if (groups.isEmpty()) return new Parsed.Malformed("a feedback report without fields");
    var fields = groups.getFirst();
    var fault = fault(fields);
    if (fault != null) return new Parsed.Malformed("a feedback report " + fault);
    var arrival = fields.value("Arrival-Date");
    var envelopeId = fields.value("Original-Envelope-Id");
    return new Parsed.Good(
        new FeedbackReport(
            word(fields, "Feedback-Type"),
            FieldText.clean(orEmpty(fields.value("User-Agent"))),
            Integer.parseInt(word(fields, "Version")),
            envelopeId == null ? null : FieldText.spelled(envelopeId, FieldText.MAX_LENGTH),
            path(fields.value("Original-Mail-From")),
            all(fields, "Original-Rcpt-To").stream().map(FeedbackReport::unbracketed).toList(),
            // RFC 5965 §3.2: the historic name
            FieldText.parseDate(arrival == null ? fields.value("Received-Date") : arrival),
            fields.mta("Reporting-MTA"),
            fields.has("Source-IP") ? word(fields, "Source-IP") : null,
            fields.has("Incidents") ? Long.parseLong(word(fields, "Incidents")) : 1,
            all(fields, "Authentication-Results"),
            all(fields, "Reported-Domain"),
            all(fields, "Reported-URI"),
            fields.without(FIELDS)));
  }

  private static @Nullable String fault(StatusFields fields) {
    for (var name : ONCE) if (fields.values(name).size() > 1) return "with two fields " + name;
    if (fields.has("Arrival-Date") && fields.has("Received-Date"))
      return "with two dates of arrival";
    if (!FieldText.isFieldName(word(fields, "Feedback-Type"))) return "without a type";
    if (!fields.has("User-Agent")) return "without a user agent";
    if (!word(fields, "Version").matches("[1-9][0-9]{0,3}")) return "without a version";
    if (!fields.has("Incidents")) return null;
    var incidents = word(fields, "Incidents");
    boolean count = incidents.matches("0{0,9}[1-9][0-9]{0,9}");
    return count && Long.parseLong(incidents) <= MAX_INCIDENTS ? null : "with a wrong count";
  }

  private static String word(StatusFields fields, String name) {
    return FieldText.beforeComment(FieldText.clean(orEmpty(fields.value(name))));
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static List<String> all(StatusFields fields, String name) {
    return fields.values(name).stream()
        .map(FieldText::clean)
        .filter(value -> !value.isEmpty())
        .limit(MAX_VALUES)
        .toList();
  }

  private static @Nullable String path(@Nullable String value) {
    return value == null ? null : unbracketed(FieldText.clean(value));
  }

  private static String unbracketed(String path) {
    return path.startsWith("<") && path.endsWith(">") ? path.substring(1, path.length() - 1) : path;
  }
}

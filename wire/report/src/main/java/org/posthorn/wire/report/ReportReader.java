package org.posthorn.wire.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.ParsedMessage;
import org.posthorn.wire.mail.TransferEncoding;

/// Finds the report in a message: delivery status, disposition, feedback, or a bounce of qmail's
/// form. Of each part it reads what the limits allow and no more; broken reports are
/// `ReadReport.None`.
public final class ReportReader {

  /// Room for the fields of 5,000 recipients of 200 octets.
  public static final int MAX_FIELDS_OCTETS = 1024 * 1024;

  /// What is read of a returned message: its header, or the beginning of it.
  public static final int MAX_ORIGINAL_OCTETS = OriginalMessage.MAX_HEADER_OCTETS;

  /// RFC 6533 §4.4: any combination of old and new types.
  private static final Set<String> DELIVERY = Set.of("delivery-status", "global-delivery-status");

  private static final Set<String> DISPOSITION =
      Set.of("disposition-notification", "global-disposition-notification");

  private static final Set<String> FEEDBACK = Set.of("feedback-report");
  private static final Set<String> MESSAGES = Set.of("rfc822", "global", "global-headers");
  private static final Set<String> HEADERS = Set.of("rfc822-headers");

  private ReportReader() {}

  /// Reads the report of a message that was parsed.
  ///
  /// @param source the message's octets
  /// @throws IOException of the source
  public static ReadReport read(ParsedMessage message, MessageSource source) throws IOException {
    if (!(message.root() instanceof BodyPart.Multipart multipart)) return qmail(message, source);
    var parts = new ArrayList<BodyPart>();
    flatten(multipart, parts);
    var delivery = find(parts, "message", DELIVERY);
    if (delivery != null) return delivery(delivery, original(parts, source), source);
    var disposition = find(parts, "message", DISPOSITION);
    if (disposition != null) {
      var report = DispositionReport.parse(octets(disposition, source, MAX_FIELDS_OCTETS));
      if (report == null)
        return new ReadReport.None("a disposition notification without its fields");
      return new ReadReport.Disposition(report, original(parts, source));
    }
    var feedback = find(parts, "message", FEEDBACK);
    if (feedback != null) return feedback(feedback, original(parts, source), source);
    return new ReadReport.None("no part is a report");
  }

  private static ReadReport delivery(
      BodyPart part, @Nullable HeaderFields original, MessageSource source) throws IOException {
    var report = DeliveryStatusParser.parse(octets(part, source, MAX_FIELDS_OCTETS));
    if (report == null) return new ReadReport.None("a delivery report about nobody");
    return new ReadReport.Delivery(report, original);
  }

  private static ReadReport feedback(
      BodyPart part, @Nullable HeaderFields original, MessageSource source) throws IOException {
    // RFC 5965 §2 (d): this part MUST be included
    if (original == null) return new ReadReport.None("a feedback report without the message");
    return switch (FeedbackReport.parse(octets(part, source, MAX_FIELDS_OCTETS))) {
      case FeedbackReport.Parsed.Good(var report) -> new ReadReport.Feedback(report, original);
      case FeedbackReport.Parsed.Malformed(var reason) -> new ReadReport.None(reason);
    };
  }

  private static ReadReport qmail(ParsedMessage message, MessageSource source) throws IOException {
    var bounce = QmailBounce.parse(octets(message.root(), source, MAX_FIELDS_OCTETS));
    if (bounce == null) return new ReadReport.None("not a report");
    return new ReadReport.Delivery(bounce.report(), bounce.original());
  }

  /// COMPAT(many, 2026-11): the part is not the second, or the report is inside of a
  /// `multipart/mixed`. Not looked for inside of messages: a report that somebody forwards is not
  /// about us.
  private static void flatten(BodyPart.Multipart multipart, List<BodyPart> into) {
    for (var part : multipart.parts()) {
      if (part instanceof BodyPart.Multipart inner) flatten(inner, into);
      else into.add(part);
    }
  }

  private static @Nullable BodyPart find(List<BodyPart> parts, String type, Set<String> subtypes) {
    for (var part : parts) {
      var fields = part.fields();
      if (fields.type().equalsIgnoreCase(type)
          && subtypes.stream().anyMatch(fields.subtype()::equalsIgnoreCase)) return part;
    }
    return null;
  }

  private static @Nullable HeaderFields original(List<BodyPart> parts, MessageSource source)
      throws IOException {
    var part = find(parts, "message", MESSAGES);
    if (part == null) part = find(parts, "text", HEADERS);
    if (part == null) return null;
    return HeaderFields.of(octets(part, source, MAX_ORIGINAL_OCTETS));
  }

  private static byte[] octets(BodyPart part, MessageSource source, int limit) throws IOException {
    var encoding = part.fields().transferEncoding();
    try (var in = TransferEncoding.decode(encoding, source.open(part.body()))) {
      return in.readNBytes(limit);
    }
  }
}

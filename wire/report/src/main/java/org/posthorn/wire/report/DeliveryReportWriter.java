package org.posthorn.wire.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.DsnReturn;

/// Writes delivery status notifications (RFC 3464) as whole messages: text for people in one or
/// more languages, fields for programs, and the original or its header. Immutable, for any thread.
///
/// The original is copied from its source and never held; of its header at most 64 KiB are.
public final class DeliveryReportWriter {

  /// A larger original comes back as its header alone, as RFC 3461 §6.2 allows: nobody needs an
  /// attachment back, and a forged sender does not want it.
  public static final long MAX_RETURNED_OCTETS = 1024 * 1024;

  /// Between the texts of two languages.
  private static final String RULE = "\r\n" + "-".repeat(60) + "\r\n\r\n";

  private final List<ReportTexts> texts;
  private final InstantSource time;
  private final RandomGenerator random;

  /// @param texts one for each language, the subject's first; at least one
  /// @param random nobody may guess it, or a returned message could end a part before its time
  public DeliveryReportWriter(List<ReportTexts> texts, InstantSource time, RandomGenerator random) {
    if (texts.isEmpty()) throw new IllegalArgumentException("a report without words");
    this.texts = List.copyOf(texts);
    this.time = time;
    this.random = random;
  }

  /// What is said, to whom, and what goes back with it.
  ///
  /// @param original null when it is gone
  /// @param content `FULL` counts for failures only (RFC 3461 §4.3), and falls back to the header
  ///   when the original is too large or cannot go through the transport as it is
  public record Notice(
      DeliveryReport report,
      ReportMail mail,
      @Nullable OriginalMessage original,
      DsnReturn content) {}

  /// Writes the message; lines end with CRLF.
  ///
  /// @throws IOException of the stream or of the original's source; the message is useless then
  public WrittenReport write(Notice notice, ReportTransport transport, OutputStream out)
      throws IOException {
    var original = notice.original;
    var facts = original == null ? null : original.facts(MAX_RETURNED_OCTETS);
    var values = ofMessage(notice.mail, facts);
    var first = texts.getFirst();
    var status = DeliveryStatus.of(notice.report);
    var output = new ReportOutput(out, transport, time, random);
    var opening =
        new ReportOutput.Opening(
            first.subject(first.values(notice.report, values), notice.report),
            "delivery-status",
            facts == null ? null : facts.header(),
            String.join(", ", texts.stream().map(ReportTexts::language).toList()));
    boolean smtpUtf8 = output.header(notice.mail, opening);
    output.text(text(notice.report, values));
    output.fields(status.mediaType(), status.text());
    var returned = ReturnedContent.NOTHING;
    if (original != null && facts != null) returned = giveBack(notice, original, facts, output);
    output.end();
    return new WrittenReport(output.messageId(notice.mail), output.eightBit(), smtpUtf8, returned);
  }

  private String text(DeliveryReport report, Map<String, String> values) {
    var bodies =
        texts.stream()
            .map(language -> TextLayout.of(language.body(language.values(report, values))))
            .toList();
    return String.join(RULE, bodies);
  }

  private static Map<String, String> ofMessage(
      ReportMail mail, OriginalMessage.@Nullable Facts original) {
    var values = new HashMap<String, String>();
    values.put("postmaster", mail.from().toString());
    values.put("sender", mail.to().getFirst().toString());
    if (original == null) return values;
    for (var field : original.header().fields()) {
      if (field.isNamed("Subject")) values.putIfAbsent("subject", FieldText.clean(field.decoded()));
      if (field.isNamed("Message-ID"))
        values.putIfAbsent("message-id", FieldText.clean(field.value()));
    }
    return values;
  }

  private static ReturnedContent giveBack(
      Notice notice, OriginalMessage original, OriginalMessage.Facts facts, ReportOutput output)
      throws IOException {
    boolean wanted = notice.content == DsnReturn.FULL && notice.report.has(Action.FAILED);
    var encoding =
        wanted && original.octets() <= MAX_RETURNED_OCTETS ? output.wholeEncoding(facts) : null;
    if (encoding == null) {
      output.returnHeader(facts);
      return ReturnedContent.HEADER;
    }
    output.returnWhole(original, facts, encoding);
    return ReturnedContent.MESSAGE;
  }
}

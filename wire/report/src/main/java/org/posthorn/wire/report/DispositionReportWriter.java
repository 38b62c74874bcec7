package org.posthorn.wire.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes message disposition notifications (RFC 8098 §3) as whole messages. Whether one may be
/// sent is `DispositionRequest`'s to say. Immutable, for any thread.
///
/// Only the original's header goes back: a notification that carried more could be used to multiply
/// traffic (RFC 8098 §6.4).
public final class DispositionReportWriter {

  private final InstantSource time;
  private final RandomGenerator random;

  /// @param random nobody may guess it
  public DispositionReportWriter(InstantSource time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  /// What is said, to whom, in which words.
  ///
  /// @param mail from the person that it is about, to the addresses of the request
  /// @param text any length of lines, LF or CRLF
  /// @param original null to return nothing
  public record Notice(
      DispositionReport report,
      ReportMail mail,
      String subject,
      String text,
      @Nullable OriginalMessage original) {}

  /// Writes the message; lines end with CRLF.
  ///
  /// @throws IOException of the stream or of the original's source; the message is useless then
  public WrittenReport write(Notice notice, ReportTransport transport, OutputStream out)
      throws IOException {
    var original = notice.original;
    var facts = original == null ? null : original.facts(0);
    var output = new ReportOutput(out, transport, time, random);
    var header = facts == null ? null : facts.header();
    var opening = new ReportOutput.Opening(notice.subject, "disposition-notification", header, "");
    boolean smtpUtf8 = output.header(notice.mail, opening);
    output.text(TextLayout.of(notice.text));
    boolean global = !notice.report.fitsAscii();
    output.fields(
        global ? "message/global-disposition-notification" : "message/disposition-notification",
        notice.report.fields(global));
    if (facts != null) output.returnHeader(facts);
    output.end();
    return new WrittenReport(
        output.messageId(notice.mail),
        output.eightBit(),
        smtpUtf8,
        facts == null ? ReturnedContent.NOTHING : ReturnedContent.HEADER);
  }
}

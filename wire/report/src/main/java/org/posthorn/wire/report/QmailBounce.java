package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.smtp.EnhancedCode;

/// A bounce of the form that qmail writes and others imitate: plain text whose paragraphs begin
/// with `<address>:`, from `Hi. This is the` to a paragraph that begins with `---`, and the
/// original after it.
///
/// @param original the header of what was returned
record QmailBounce(DeliveryReport report, @Nullable HeaderFields original) {

  private static final String OPENING = "Hi. This is ";
  private static final String PROGRAM_AT = " program at ";
  private static final EnhancedCode UNKNOWN = new EnhancedCode(5, 0, 0);

  /// Reads the text of a message.
  ///
  /// @return null when it is anything else
  static @Nullable QmailBounce parse(byte[] octets) {
    // one character for each octet, so that places in the text are places in the octets
    var text = new String(octets, ISO_8859_1).replace("\r\n", "\n");
    if (!text.startsWith(OPENING)) return null;
    var recipients = new ArrayList<RecipientReport>();
    int at = text.indexOf("\n\n");
    while (at >= 0 && recipients.size() < DeliveryReport.MAX_RECIPIENTS) {
      while (at < text.length() && text.charAt(at) == '\n') at++;
      if (text.startsWith("---", at)) break;
      int end = text.indexOf("\n\n", at);
      if (end < 0) end = text.length();
      var recipient = recipient(text.substring(at, end));
      if (recipient != null) recipients.add(recipient);
      at = end == text.length() ? -1 : end;
    }
    if (recipients.isEmpty()) return null;
    return new QmailBounce(
        DeliveryReport.of(reporter(text), recipients), at < 0 ? null : original(text, at));
  }

  private static MtaName reporter(String text) {
    int start = text.indexOf(PROGRAM_AT);
    int end = text.indexOf('\n');
    if (start < 0 || end < start) return MtaName.UNKNOWN;
    var name = text.substring(start + PROGRAM_AT.length(), end).strip();
    var host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var found = host.contains(";") ? null : MtaName.parse(host);
    return found == null ? MtaName.UNKNOWN : found;
  }

  private static @Nullable RecipientReport recipient(String paragraph) {
    int line = paragraph.indexOf('\n');
    var first = line < 0 ? paragraph : paragraph.substring(0, line);
    if (!first.startsWith("<") || !first.endsWith(">:")) return null;
    var plain = decoded(first.substring(1, first.length() - 2));
    if (FieldText.clean(plain).isEmpty()) return null;
    var type = FieldText.isAscii(plain) ? ReportedAddress.RFC822 : ReportedAddress.UTF8;
    var reason = line < 0 ? "" : decoded(paragraph.substring(line + 1));
    var code = DeliveryStatusParser.code(afterMark(reason));
    var diagnostic = reason.isBlank() ? null : new DiagnosticCode("x-qmail", reason);
    return RecipientReport.of(
            new ReportedAddress(type, plain), Action.FAILED, code == null ? UNKNOWN : code)
        .withDiagnostic(null, diagnostic);
  }

  /// From the mark `(#` on, where qmail's own texts have their code.
  private static String afterMark(String reason) {
    int mark = reason.lastIndexOf("(#");
    return mark < 0 ? reason : reason.substring(mark + 2);
  }

  private static @Nullable HeaderFields original(String text, int mark) {
    int start = text.indexOf("\n\n", mark);
    if (start < 0) return null;
    int end = Math.min(text.length(), start + 2 + OriginalMessage.MAX_HEADER_OCTETS);
    return HeaderFields.of(text.substring(start + 2, end).getBytes(ISO_8859_1));
  }

  private static String decoded(String octets) {
    return new String(octets.getBytes(ISO_8859_1), UTF_8);
  }
}

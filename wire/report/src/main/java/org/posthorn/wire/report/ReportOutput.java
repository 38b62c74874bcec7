package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageIds;

/// Writes one `multipart/report` message (RFC 6522) piece by piece: header, text for people, the
/// part for programs, what is returned, end. The stream is neither flushed nor closed.
///
/// The boundary is random, and `=_` cannot be in quoted-printable, so nothing in a returned message
/// ends a part before its time. Owned by one thread, for one message.
final class ReportOutput {

  enum Encoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private final String wireName;

    Encoding(String wireName) {
      this.wireName = wireName;
    }
  }

  /// What the header says beside who writes to whom.
  ///
  /// @param original the header of the message that the report answers; null when it is not known
  /// @param language of the text for people, tags separated by commas
  record Opening(
      String subject, String reportType, @Nullable HeaderFields original, String language) {}

  private static final int BOUNDARY_OCTETS = 18;
  private static final int ID_OCTETS = 12;

  /// A longer id of the original is not repeated: it could not be written in a line.
  private static final int MAX_ID = 400;

  private static final int MAX_LINE = 998;

  private final OutputStream out;
  private final ReportTransport transport;
  private final String boundary;
  private final String idLeft;
  private final String date;
  private boolean eightBit;

  ReportOutput(
      OutputStream out, ReportTransport transport, InstantSource time, RandomGenerator random) {
    this.out = out;
    this.transport = transport;
    var now = FieldText.seconds(time.instant());
    if (now == null) throw new IllegalStateException("a clock beyond the year 9999");
    date = FieldText.date(now);
    boundary = "=_" + token(random, BOUNDARY_OCTETS);
    idLeft = now.getEpochSecond() + "." + token(random, ID_OCTETS);
  }

  boolean eightBit() {
    return eightBit;
  }

  /// The id of the message, without angle brackets.
  String messageId(ReportMail mail) {
    return idLeft + "@" + mail.host().ascii();
  }

  /// Begins the message; true when its header is not ASCII.
  boolean header(ReportMail mail, Opening opening) throws IOException {
    var name = mail.fromName().isBlank() ? "" : FieldWriter.phrase(mail.fromName()) + " ";
    var to = String.join(", ", mail.to().stream().map(ReportOutput::written).toList());
    var fields =
        new FieldWriter()
            .field("Date", date)
            .field("From", name + "<" + written(mail.from()) + ">")
            .field("To", to)
            .unstructured("Subject", opening.subject)
            .field("Message-ID", "<" + messageId(mail) + ">");
    var answered = originalId(opening.original);
    if (answered != null)
      fields.field("In-Reply-To", "<" + answered + ">").field("References", "<" + answered + ">");
    fields
        .field("Auto-Submitted", "auto-replied")
        .field("MIME-Version", "1.0")
        .field(
            "Content-Type",
            "multipart/report; report-type="
                + opening.reportType
                + "; boundary=\""
                + boundary
                + "\"");
    if (!opening.language.isEmpty()) fields.field("Content-Language", opening.language);
    var text = fields.toString();
    boolean smtpUtf8 = !FieldText.isAscii(text);
    eightBit |= smtpUtf8;
    out.write(text.getBytes(UTF_8));
    return smtpUtf8;
  }

  /// Text with CRLFs.
  void text(String text) throws IOException {
    var octets = text.getBytes(UTF_8);
    boolean plain = FieldText.isAscii(text) && !hasLongLine(octets);
    part("text/plain; charset=utf-8", plain ? Encoding.SEVEN_BIT : Encoding.QUOTED_PRINTABLE);
    write(octets, plain ? Encoding.SEVEN_BIT : Encoding.QUOTED_PRINTABLE);
  }

  /// Fields for programs; in UTF-8 only in types that RFC 6533 made for it.
  void fields(String mediaType, String fields) throws IOException {
    var encoding = encoding(!FieldText.isAscii(fields));
    part(mediaType, encoding);
    write(fields.getBytes(UTF_8), encoding);
  }

  /// The original's header: `text/rfc822-headers` or, in UTF-8, `message/global-headers`.
  void returnHeader(OriginalMessage.Facts original) throws IOException {
    var lines = original.headerLines();
    boolean ascii = original.asciiHeader() && !original.content().nul() && !hasLongLine(lines);
    boolean global = !original.asciiHeader() && original.utf8Header() && !hasLongLine(lines);
    var encoding =
        ascii
            ? Encoding.SEVEN_BIT
            : global && transport == ReportTransport.EIGHT_BIT
                ? Encoding.EIGHT_BIT
                : Encoding.QUOTED_PRINTABLE;
    part(global ? "message/global-headers" : "text/rfc822-headers", encoding);
    write(lines, encoding);
  }

  /// How the whole original can be returned; null when only its header can (RFC 6522 §3, RFC 6533
  /// §4.5: `message/rfc822` is never encoded, `message/global` may be).
  @Nullable Encoding wholeEncoding(OriginalMessage.Facts original) {
    if (!original.sound()) return null;
    if (!original.content().eightBit()) return Encoding.SEVEN_BIT;
    if (transport == ReportTransport.EIGHT_BIT) return Encoding.EIGHT_BIT;
    return isGlobal(original) ? Encoding.BASE64 : null;
  }

  void returnWhole(OriginalMessage message, OriginalMessage.Facts facts, Encoding encoding)
      throws IOException {
    part(isGlobal(facts) ? "message/global" : "message/rfc822", encoding);
    try (var in = message.open()) {
      if (encoding == Encoding.BASE64) {
        // ends its last group when it is closed
        try (var base64 = Base64.getMimeEncoder().wrap(new Unclosed(out))) {
          in.transferTo(base64);
        }
      } else {
        in.transferTo(out);
      }
    }
    eightBit |= encoding == Encoding.EIGHT_BIT;
  }

  void end() throws IOException {
    ascii("\r\n--" + boundary + "--\r\n");
  }

  private static boolean isGlobal(OriginalMessage.Facts original) {
    return !original.asciiHeader() && original.utf8Header();
  }

  private Encoding encoding(boolean beyondAscii) {
    if (!beyondAscii) return Encoding.SEVEN_BIT;
    return transport == ReportTransport.EIGHT_BIT ? Encoding.EIGHT_BIT : Encoding.QUOTED_PRINTABLE;
  }

  private void part(String mediaType, Encoding encoding) throws IOException {
    ascii("\r\n--" + boundary + "\r\n");
    ascii(
        new FieldWriter()
            .field("Content-Type", mediaType)
            .field("Content-Transfer-Encoding", encoding.wireName)
            .emptyLine()
            .toString());
  }

  private void write(byte[] octets, Encoding encoding) throws IOException {
    if (encoding != Encoding.QUOTED_PRINTABLE) {
      out.write(octets);
      eightBit |= encoding == Encoding.EIGHT_BIT;
      return;
    }
    var encoded = new ByteArrayOutputStream(octets.length + octets.length / 8);
    try (var quoted = new QuotedPrintableOutput(encoded)) {
      quoted.write(octets);
    }
    out.write(encoded.toByteArray());
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  private static boolean hasLongLine(byte[] octets) {
    int length = 0;
    for (byte octet : octets) {
      length = octet == '\n' ? 0 : length + 1;
      if (length > MAX_LINE) return true;
    }
    return false;
  }

  /// With the domain in A-labels, unless the local part needs SMTPUTF8 anyway.
  private static String written(EmailAddress address) {
    return address.needsSmtputf8() ? address.toString() : address.ascii();
  }

  private static @Nullable String originalId(@Nullable HeaderFields original) {
    var value = original == null ? null : original.value("Message-ID");
    var ids = value == null ? List.<String>of() : MessageIds.parse(value);
    if (ids.isEmpty() || ids.getFirst().length() > MAX_ID) return null;
    boolean plain =
        ids.getFirst().chars().allMatch(c -> c > ' ' && c < 0x7F && "<>".indexOf(c) < 0);
    return plain ? ids.getFirst() : null;
  }

  private static String token(RandomGenerator random, int octets) {
    var bytes = new byte[octets];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The stream of the message is the caller's to close.
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}

package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;

/// A message with the statistics of a day for a domain: DMARC aggregate reports (RFC 7489 §7.2.1.1)
/// and TLS reports (RFC 8460 §5.3). All of it is ASCII.
///
/// @param from ASCII only
/// @param to ASCII only
/// @param fields more of the header
/// @param text for people
/// @param file null for a message that says that there is none (RFC 7489 §7.2.2)
public record StatisticsMail(
    EmailAddress from,
    EmailAddress to,
    String subject,
    List<HeaderField> fields,
    String text,
    @Nullable Attachment file) {

  private static final int TOKEN_OCTETS = 18;
  private static final int LINE = 76;

  /// The report itself, compressed. Immutable: nobody changes the octets.
  public static final class Attachment {
    private final @Nullable String reportType;
    private final String mediaType;
    private final String name;
    private final byte[] octets;

    /// @param reportType of the whole `multipart/report`; null for a `multipart/mixed`
    public Attachment(@Nullable String reportType, String mediaType, String name, byte[] octets) {
      this.reportType = reportType;
      this.mediaType = mediaType;
      this.name = name;
      this.octets = octets;
    }
  }

  public StatisticsMail {
    fields = List.copyOf(fields);
    if (from.needsSmtputf8() || to.needsSmtputf8())
      throw new IllegalArgumentException("an address that is not ASCII");
  }

  /// A report, compressed as both RFCs want it.
  public static byte[] compressed(String report) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(report.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no faults of writing", e);
    }
    return packed.toByteArray();
  }

  /// The message.
  ///
  /// @param random for the boundary and the id; nothing is secret about them
  public byte[] write(Instant now, RandomGenerator random) {
    var boundary = "=_" + token(random);
    var header =
        new FieldWriter()
            .date("Date", now)
            .field("From", "<" + from.ascii() + ">")
            .field("To", "<" + to.ascii() + ">")
            .field("Subject", FieldText.clean(subject))
            .field("Message-ID", "<" + token(random) + "@" + from.domain().ascii() + ">")
            .all(fields)
            // RFC 3834 §5: nobody is to answer this.
            .field("Auto-Submitted", "auto-generated")
            .field("MIME-Version", "1.0");
    var message = new StringBuilder();
    if (file == null) {
      textHeader(header);
      message.append(header).append("\r\n").append(lines(text));
    } else {
      header.field("Content-Type", whole(file) + "; boundary=\"" + boundary + "\"");
      message.append(header).append("\r\n--").append(boundary).append("\r\n");
      message.append(textHeader(new FieldWriter())).append("\r\n").append(lines(text));
      message.append("\r\n--").append(boundary).append("\r\n");
      message.append(fileHeader(file)).append("\r\n").append(base64(file.octets));
      message.append("\r\n--").append(boundary).append("--\r\n");
    }
    return message.toString().getBytes(US_ASCII);
  }

  private static String whole(Attachment file) {
    return file.reportType == null
        ? "multipart/mixed"
        : "multipart/report; report-type=\"" + file.reportType + "\"";
  }

  private static FieldWriter textHeader(FieldWriter fields) {
    return fields
        .field("Content-Type", "text/plain; charset=us-ascii")
        .field("Content-Transfer-Encoding", "7bit");
  }

  private static FieldWriter fileHeader(Attachment file) {
    return new FieldWriter()
        .field("Content-Type", file.mediaType + "; name=\"" + file.name + "\"")
        .field("Content-Transfer-Encoding", "base64")
        .field("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
  }

  private static String lines(String text) {
    return text.lines()
        .map(line -> line.replaceAll("[^ -~]", "?") + "\r\n")
        .reduce("", String::concat);
  }

  private static String base64(byte[] octets) {
    return Base64.getMimeEncoder(LINE, "\r\n".getBytes(US_ASCII)).encodeToString(octets) + "\r\n";
  }

  private static String token(RandomGenerator random) {
    var octets = new byte[TOKEN_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}

package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderFields;

/// A MIME part that a script wrote: `:mime` of `vacation` and `replace`, or plain text.
///
/// Immutable, though it keeps arrays: nobody else has them.
final class MimeEntity {

  private static final int MAX_LINE = 998;

  /// Its content fields, without the empty line.
  private final byte[] header;

  private final byte[] body;

  private MimeEntity(byte[] header, byte[] body) {
    this.header = header;
    this.body = body;
  }

  /// What is wrong with a text as an entity, or null (RFC 5230 §4.4, §5: no 8-bit header).
  static @Nullable String fault(String text) {
    var octets = Octets.encode(text);
    var headers = HeaderFields.of(octets);
    var header = headers.bytes();
    if (headers.size() == 0 && !text.startsWith("\r\n"))
      return "the text begins with its MIME header, such as \"Content-Type: text/html\", and an"
          + " empty line";
    if (!Octets.isAscii(header, 0, header.length)) return "the header must be ASCII";
    return null;
  }

  /// From a text that `fault` finds nothing in; of its header the content fields count.
  static MimeEntity of(String text) {
    var octets = Octets.encode(text);
    var headers = HeaderFields.of(octets);
    int headerLength = headers.bytes().length;
    var header = new ByteArrayOutputStream();
    for (int i = 0; i < headers.size(); i++)
      if (isContentField(headers.field(i).name())) header.writeBytes(headers.line(i));
    var body = new byte[octets.length - headerLength];
    System.arraycopy(octets, headerLength, body, 0, body.length);
    return new MimeEntity(header.toByteArray(), body);
  }

  static MimeEntity plain(String text) {
    var octets = text.getBytes(UTF_8);
    boolean asItIs = Octets.isAscii(octets, 0, octets.length) && longestLine(text) <= MAX_LINE;
    var header =
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
            + (asItIs ? "7bit" : "base64")
            + "\r\n";
    var body = asItIs ? octets : Base64.getMimeEncoder().encode(octets);
    return new MimeEntity(header.getBytes(US_ASCII), body);
  }

  static boolean isContentField(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("content-");
  }

  private static int longestLine(String text) {
    return text.lines().mapToInt(String::length).max().orElse(0);
  }

  /// With the empty line between.
  byte[] octets() {
    return Octets.join(header, new byte[] {'\r', '\n'}, body);
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text of a part, decoded from its transfer encoding, with the labels that it has.
final class EncodedText {

  private static final Set<String> IDENTITIES = Set.of("7bit", "8bit", "binary");

  private final PartFields fields;
  private final byte[] bytes;
  private final String charset;
  private final String encoding;

  EncodedText(PartFields fields, byte[] bytes) {
    this(fields, bytes, label(fields), fields.transferEncoding().toLowerCase(Locale.ROOT));
  }

  private EncodedText(PartFields fields, byte[] bytes, String charset, String encoding) {
    this.fields = fields;
    this.bytes = bytes;
    this.charset = charset;
    this.encoding = encoding;
  }

  private static String label(PartFields fields) {
    var label = Parameters.plain(fields.parameters(), "charset");
    return label == null || label.isBlank() ? "us-ascii" : label.toLowerCase(Locale.ROOT);
  }

  static boolean isKnown(String encoding) {
    var lower = encoding.toLowerCase(Locale.ROOT);
    return IDENTITIES.contains(lower) || lower.equals("base64") || lower.equals("quoted-printable");
  }

  byte[] bytes() {
    return bytes;
  }

  String charset() {
    return charset;
  }

  String encoding() {
    return encoding;
  }

  boolean isFlowed() {
    var format = Parameters.plain(fields.parameters(), "format");
    return format != null && format.equalsIgnoreCase("flowed");
  }

  /// For looking at, as mail programs show it.
  String shown() {
    return Charsets.decode(bytes, 0, bytes.length, Charsets.named(charset));
  }

  /// The charset in which something can be put between the octets that are there; null for one
  /// whose octets mean what those before them say, and for one that nobody knows.
  @Nullable Charset insertable() {
    var known = Charsets.named(charset);
    if (known == null) return US_ASCII;
    var name = known.name().toUpperCase(Locale.ROOT);
    if (name.startsWith("ISO-2022") || name.startsWith("X-ISO-2022") || name.equals("UTF-7"))
      return null;
    return Arrays.equals("<a>".getBytes(known), "<a>".getBytes(US_ASCII)) ? known : null;
  }

  /// The octets of a text in a charset; null when it cannot hold it.
  static byte @Nullable [] encoded(String text, Charset charset) {
    try {
      var encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
      var octets = new byte[encoded.remaining()];
      encoded.get(octets);
      return octets;
    } catch (CharacterCodingException | UnsupportedOperationException _) {
      return null;
    }
  }

  /// The same with octets put in. What seven bits were enough for may need more now.
  EncodedText with(int at, byte[] more) {
    var all = ByteBuffer.allocate(bytes.length + more.length);
    all.put(bytes, 0, at).put(more).put(bytes, at, bytes.length - at);
    return new EncodedText(fields, all.array(), charset, wide(encoding, more));
  }

  private static String wide(String encoding, byte[] more) {
    boolean ascii = Charsets.isAscii(more, 0, more.length);
    return encoding.equals("7bit") && !ascii ? "quoted-printable" : encoding;
  }

  /// Another text in UTF-8, which holds everything.
  EncodedText inUtf8(String text) {
    boolean identity = IDENTITIES.contains(encoding);
    return new EncodedText(
        fields, text.getBytes(UTF_8), "utf-8", identity ? "quoted-printable" : encoding);
  }

  boolean hasLabelsOf(EncodedText other) {
    return charset.equals(other.charset) && encoding.equals(other.encoding);
  }

  /// The field with all the parameters that were there.
  String contentType() {
    var field = new StringBuilder("Content-Type: text/").append(fields.subtype());
    field.append("; charset=").append(charset);
    fields
        .parameters()
        .forEach((name, value) -> {
          if (name.equalsIgnoreCase("charset")) return;
          // RFC 2231 §4: a value with a charset is never quoted
          boolean extended = name.endsWith("*");
          field.append(";\r\n\t").append(name).append('=');
          field.append(extended ? value : quoted(value));
        });
    return field.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// Whether we know what its octets mean, or they mean the same everywhere.
  boolean isUnderstood() {
    return charset.equals("us-ascii")
        || Charsets.named(charset) != null
        || Charsets.isAscii(bytes, 0, bytes.length);
  }

  /// In the transfer encoding.
  ///
  /// @param isRoot nothing follows that would end the last line
  byte[] encoded(boolean isRoot) {
    return switch (encoding) {
      case "base64" -> ended(encoded(new Base64Encoder()), isRoot);
      case "quoted-printable" -> encoded(new QuotedPrintableEncoder());
      default -> bytes;
    };
  }

  private static byte[] ended(byte[] lines, boolean isRoot) {
    if (!isRoot) return lines;
    var ended = Arrays.copyOf(lines, lines.length + 2);
    ended[lines.length] = '\r';
    ended[lines.length + 1] = '\n';
    return ended;
  }

  private byte[] encoded(TransferEncoder encoder) {
    var target = new byte[bytes.length * TransferEncoder.MAX_GROWTH + TransferEncoder.SLACK];
    int written = encoder.encode(bytes, bytes.length, target);
    var end = new byte[TransferEncoder.MAX_GROWTH + TransferEncoder.SLACK];
    int more = encoder.finish(end);
    var all = Arrays.copyOf(target, written + more);
    System.arraycopy(end, 0, all, written, more);
    return all;
  }
}

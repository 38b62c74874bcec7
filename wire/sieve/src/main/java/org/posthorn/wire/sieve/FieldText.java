package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// Writes a header field: folded, and what is not ASCII in encoded words (RFC 5322 §2.2.3, RFC
/// 2047).
final class FieldText {

  private static final int LINE = 76;

  /// Longer words would not fit into any line (RFC 5322 §2.1.1), so they are encoded too.
  private static final int MAX_WORD = 900;

  /// Octets of one encoded word: `=?utf-8?B?` … `?=` stays under 76 characters.
  private static final int ENCODED_OCTETS = 45;

  private final StringBuilder field = new StringBuilder();
  private int column;

  private FieldText() {}

  /// The field with its line end. Line ends in the value are blanks.
  static byte[] of(String name, String value) {
    var writer = new FieldText();
    writer.field.append(name).append(':');
    writer.column = name.length() + 1;
    writer.value(value.replaceAll("[\r\n]+[ \t]*", " ").strip());
    return writer.field.append("\r\n").toString().getBytes(UTF_8);
  }

  private void value(String value) {
    var words = value.split(" ", -1);
    int at = 0;
    while (at < words.length) {
      if (isPlain(words[at])) {
        put(words[at++]);
        continue;
      }
      // blanks between encoded words are no text, so words that need it go together
      var together = new StringBuilder(words[at++]);
      while (at < words.length && !isPlain(words[at])) together.append(' ').append(words[at++]);
      encode(together.toString());
    }
  }

  private static boolean isPlain(String word) {
    if (word.length() > MAX_WORD || word.startsWith("=?")) return false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 0x7f || (c < ' ' && c != '\t')) return false;
    }
    return true;
  }

  private void put(String word) {
    boolean fold = column + 1 + word.length() > LINE && column > 1 && !word.isBlank();
    field.append(fold ? "\r\n " : " ").append(word);
    column = fold ? 1 + word.length() : column + 1 + word.length();
  }

  private void encode(String text) {
    var chunk = new StringBuilder();
    int octets = 0;
    for (int at = 0; at < text.length(); ) {
      int next = at + Character.charCount(text.codePointAt(at));
      var character = text.substring(at, next);
      int length = character.getBytes(UTF_8).length;
      if (octets + length > ENCODED_OCTETS) {
        putEncoded(chunk);
        octets = 0;
      }
      chunk.append(character);
      octets += length;
      at = next;
    }
    putEncoded(chunk);
  }

  private void putEncoded(StringBuilder chunk) {
    var encoded = Base64.getEncoder().encodeToString(chunk.toString().getBytes(UTF_8));
    put("=?utf-8?B?" + encoded + "?=");
    chunk.setLength(0);
  }
}

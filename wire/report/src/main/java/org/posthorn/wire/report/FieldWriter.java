package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;

/// Writes header fields and the fields of reports: folded at blanks, so that no line but that of a
/// long word has more than 78 characters, and none more than 998 octets (RFC 5322 §2.1.1).
final class FieldWriter {

  private static final int LINE = 78;

  /// Octets of a word that are written without a blank inside; leaves room for name and colon.
  private static final int MAX_WORD = 900;

  /// Octets of UTF-8 in an encoded word of at most 75 characters (RFC 2047 §2).
  private static final int ENCODED_WORD_OCTETS = 42;

  /// An ASCII word of more characters in a Subject is encoded, to keep lines short.
  private static final int MAX_SUBJECT_WORD = 70;

  private final StringBuilder fields = new StringBuilder(1024);

  /// A field whose value is one line of text; none when it is null.
  FieldWriter field(String name, @Nullable String value) {
    if (value == null) return this;
    int line = name.length() + 1;
    fields.append(name).append(':');
    boolean first = true;
    for (var word : value.split(" ", -1)) {
      boolean fold = !first && line + 1 + word.length() > LINE;
      fields.append(fold ? "\r\n " : " ");
      if (fold) line = 0;
      line = word(word, line + 1);
      first = false;
    }
    fields.append("\r\n");
    return this;
  }

  FieldWriter date(String name, @Nullable Instant instant) {
    return field(name, instant == null ? null : FieldText.date(instant));
  }

  FieldWriter all(List<HeaderField> extensions) {
    for (var field : extensions) field(field.name(), field.value());
    return this;
  }

  /// Text for people, in encoded words when it must be.
  FieldWriter unstructured(String name, String text) {
    var clean = FieldText.clean(text);
    return field(name, isPlain(clean) ? clean : encodedWords(clean));
  }

  FieldWriter emptyLine() {
    fields.append("\r\n");
    return this;
  }

  /// A display name before an address: an atom list, a quoted string or encoded words.
  static String phrase(String name) {
    var clean = FieldText.clean(name);
    if (!isPlain(clean)) return encodedWords(clean);
    if (clean.chars().allMatch(c -> c == ' ' || c == '-' || Character.isLetterOrDigit(c)))
      return clean;
    return '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isPlain(String text) {
    if (!FieldText.isAscii(text) || text.contains("=?")) return false;
    for (var word : text.split(" ", -1)) if (word.length() > MAX_SUBJECT_WORD) return false;
    return true;
  }

  private static String encodedWords(String text) {
    var words = new StringBuilder();
    var piece = new StringBuilder();
    int octets = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      var character = Character.toString(text.codePointAt(at));
      int length = character.getBytes(UTF_8).length;
      if (octets + length > ENCODED_WORD_OCTETS) {
        words.append(encodedWord(piece)).append(' ');
        piece.setLength(0);
        octets = 0;
      }
      piece.append(character);
      octets += length;
    }
    return words.append(encodedWord(piece)).toString();
  }

  private static String encodedWord(StringBuilder piece) {
    var octets = piece.toString().getBytes(UTF_8);
    return "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
  }

  /// Appends a word, broken where no line could hold it; returns the length of the line.
  private int word(String word, int lineBefore) {
    int line = lineBefore;
    if (word.length() * 3 <= MAX_WORD) {
      fields.append(word);
      return line + word.length();
    }
    int octets = 0;
    for (int at = 0; at < word.length(); at += Character.charCount(word.codePointAt(at))) {
      int c = word.codePointAt(at);
      int length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (octets + length > MAX_WORD) {
        fields.append("\r\n ");
        octets = 0;
        line = 1;
      }
      fields.appendCodePoint(c);
      octets += length;
      line += Character.charCount(c);
    }
    return line;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}

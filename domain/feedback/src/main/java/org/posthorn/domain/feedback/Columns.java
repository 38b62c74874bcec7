package org.posthorn.domain.feedback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts of strangers as they are kept: short, one line, without anything that a terminal or a
/// database would take for its own; and lists of them, as lines of fields with tabs between.
final class Columns {

  /// Characters of one text: a domain name and a little more.
  static final int MAX_TEXT = 260;

  /// Elements of a list. Nobody signs a message more often, or has more mail exchangers.
  static final int MAX_LINES = 20;

  private static final int DIGEST_OCTETS = 16;

  private Columns() {}

  static String text(@Nullable String text) {
    if (text == null) return "";
    var kept = new StringBuilder();
    text.codePoints().limit(MAX_TEXT).forEach(c -> kept.appendCodePoint(isSound(c) ? c : '?'));
    return kept.toString();
  }

  private static boolean isSound(int c) {
    return !Character.isISOControl(c)
        && Character.getType(c) != Character.SURROGATE
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
        && (c & 0xfffe) != 0xfffe;
  }

  static String line(@Nullable String... fields) {
    return String.join("\t", Arrays.stream(fields).map(Columns::text).toList());
  }

  static String lines(List<String> lines) {
    return String.join("\n", lines.subList(0, Math.min(lines.size(), MAX_LINES)));
  }

  static List<String> lines(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split("\n", -1));
  }

  /// The fields of a line, as many as are asked for.
  static String[] fields(String line, int count) {
    return Arrays.copyOf(line.split("\t", -1), count);
  }

  /// Null for what is empty.
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Tells rows apart; not long enough to keep secrets, long enough that no two rows share it.
  static String digest(List<String> columns) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var column : columns) {
        sha.update(column.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package org.posthorn.wire.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// The end of an answer (RFC 5804 §1.2).
///
/// @param code without parentheses; null for none
/// @param text for people; empty for none
public record Reply(Condition condition, @Nullable String code, String text) {

  public enum Condition {
    OK,
    NO,
    BYE
  }

  /// What the longest quoted string holds; a text that is longer, or has lines, is a literal.
  private static final int MAX_QUOTED = RawCommand.MAX_QUOTED_OCTETS;

  public static Reply ok(String text) {
    return new Reply(Condition.OK, null, text);
  }

  public static Reply ok(String code, String text) {
    return new Reply(Condition.OK, code, text);
  }

  public static Reply no(String text) {
    return new Reply(Condition.NO, null, text);
  }

  public static Reply no(String code, String text) {
    return new Reply(Condition.NO, code, text);
  }

  public static Reply bye(String text) {
    return new Reply(Condition.BYE, null, text);
  }

  /// On the wire, with its line end.
  public byte[] encode() {
    var line = new StringBuilder(condition.name());
    if (code != null) line.append(" (").append(code).append(')');
    if (!text.isEmpty()) line.append(' ').append(string(text));
    return line.append("\r\n").toString().getBytes(UTF_8);
  }

  /// A string as a server sends it: in quotes when it can be, else as a literal.
  public static String string(String text) {
    boolean plain =
        text.getBytes(UTF_8).length <= MAX_QUOTED
            && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    if (!plain) return "{" + text.getBytes(UTF_8).length + "}\r\n" + text;
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

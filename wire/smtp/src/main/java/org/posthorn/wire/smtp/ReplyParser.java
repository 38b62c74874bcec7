package org.posthorn.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a server's replies together, the client's end of `Reply`. Fed line by line; belongs to the
/// thread of its connection.
///
/// What comes out may go to logs and reports: characters that steer a terminal or hide text, bare
/// CRs among them, are replaced by U+FFFD.
public final class ReplyParser {

  /// The octets of a line without CRLF that are taken. Servers are known that go beyond 512, and a
  /// challenge of AUTH may (RFC 4954 §4: 12,288 are sufficient).
  public static final int MAX_LINE = 12_288;

  /// The lines of a reply that are taken.
  public static final int MAX_LINES = 200;

  /// The octets of a whole reply that are taken: room for every sensible offer and complaint.
  public static final int MAX_REPLY = 64 * 1024;

  private int code;
  private int octets;
  private final List<String> lines = new ArrayList<>();

  /// Takes a line, without its CRLF.
  ///
  /// @return the reply when this was its last line, else null
  public @Nullable Reply line(byte[] line) throws MalformedReplyException {
    if (line.length > MAX_LINE) throw new MalformedReplyException("reply line too long");
    if (lines.size() == MAX_LINES) throw new MalformedReplyException("reply of too many lines");
    octets += line.length;
    if (octets > MAX_REPLY) throw new MalformedReplyException("reply too long");
    // RFC 6531 §3.7.4.2: text may be UTF-8. What is not shows as U+FFFD; it is only for people.
    var text = harmless(new String(line, StandardCharsets.UTF_8));
    int now = code(text);
    if (!lines.isEmpty() && now != code)
      throw new MalformedReplyException("code changes within a reply");
    code = now;
    // RFC 5321 §4.2: clients are to take a code alone, without even a space.
    boolean last = text.length() == 3 || text.charAt(3) == ' ';
    if (!last && text.charAt(3) != '-')
      throw new MalformedReplyException("no space or hyphen after the code");
    lines.add(text.length() <= 4 ? "" : text.substring(4));
    if (!last) return null;
    var reply = reply();
    lines.clear();
    octets = 0;
    return reply;
  }

  private static String harmless(String text) {
    if (text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) return text;
    var clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isHarmless(c) ? c : 0xFFFD));
    return clean.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /// `Reply-code = %x32-35 %x30-35 %x30-39`; the second digit is not checked.
  private static int code(String text) throws MalformedReplyException {
    if (text.length() < 3) throw new MalformedReplyException("no reply code");
    for (int i = 0; i < 3; i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9')
        throw new MalformedReplyException("no reply code");
    int code = Integer.parseInt(text.substring(0, 3));
    if (code < 200 || code > 599) throw new MalformedReplyException("reply code out of range");
    return code;
  }

  /// RFC 2034 §4: the enhanced code stands on every line; the one on the last counts.
  private Reply reply() {
    var enhanced = enhanced(lines.getLast());
    if (enhanced == null) return new Reply(code, null, lines);
    return new Reply(
        code, enhanced, lines.stream().map(line -> withoutCode(line, enhanced)).toList());
  }

  private @Nullable EnhancedCode enhanced(String line) {
    var found = EnhancedCode.parse(firstWord(line));
    return found != null && found.status() == code / 100 ? found : null;
  }

  private static String withoutCode(String line, EnhancedCode enhanced) {
    var word = firstWord(line);
    if (!word.equals(enhanced.toString())) return line;
    return line.length() == word.length() ? "" : line.substring(word.length() + 1);
  }

  private static String firstWord(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? line : line.substring(0, space);
  }
}

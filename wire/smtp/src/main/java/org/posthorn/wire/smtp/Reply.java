package org.posthorn.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reply: three digits, an enhanced code where the RFC wants one, and lines of text (RFC 5321
/// §4.2, RFC 2034 §4).
///
/// Text may be anything, also what a client sent: encoding turns controls, CR, LF and all that is
/// not ASCII into `?` and splits what does not fit a line.
///
/// @param code 200 to 599
/// @param enhanced agrees with the code in its class; null for greetings, EHLO and 3xx
/// @param lines at least one; without code and enhanced code
public record Reply(int code, @Nullable EnhancedCode enhanced, List<String> lines) {

  /// The most octets of a reply line, CRLF included (RFC 5321 §4.5.3.1.5).
  public static final int MAX_LINE = 512;

  private static final int AUTH_CHALLENGE = 334;

  public Reply {
    lines = List.copyOf(lines);
    if (code < 200 || code > 599) throw new IllegalArgumentException("reply code " + code);
    if (lines.isEmpty()) throw new IllegalArgumentException("a reply without text");
    if (enhanced != null && enhanced.status() != code / 100)
      throw new IllegalArgumentException(code + " does not go with " + enhanced);
  }

  public static Reply of(int code, String text) {
    return new Reply(code, null, List.of(text));
  }

  /// A reply of one line.
  ///
  /// @param enhanced such as `5.5.2`
  public static Reply of(int code, String enhanced, String text) {
    return new Reply(code, EnhancedCode.of(enhanced), List.of(text));
  }

  /// A challenge of AUTH. It is one line however long it gets (RFC 4954 §4), `334 ` when empty.
  public static Reply challenge(String base64) {
    return new Reply(AUTH_CHALLENGE, null, List.of(base64));
  }

  /// Whether it is a 2xx: Positive Completion.
  public boolean positive() {
    return code < 300;
  }

  /// Whether it is a 4xx: the same command may succeed later.
  public boolean transientFailure() {
    return code >= 400 && code < 500;
  }

  /// The reply on the wire, CRLFs included.
  public byte[] encode() {
    var prefix = enhanced == null ? "" : enhanced + " ";
    int room =
        code == AUTH_CHALLENGE
            ? Integer.MAX_VALUE
            : MAX_LINE - "250-\r\n".length() - prefix.length();
    var folded = new ArrayList<String>();
    for (var line : lines) fold(clean(line), room, folded);
    var text = new StringBuilder();
    for (int i = 0; i < folded.size(); i++) {
      // Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
      var separator = i == folded.size() - 1 ? ' ' : '-';
      text.append(code).append(separator).append(prefix).append(folded.get(i)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// `textstring = 1*(%d09 / %d32-126)`
  private static String clean(String line) {
    var clean = new StringBuilder(line.length());
    line.codePoints().forEach(c -> clean.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return clean.toString();
  }

  /// Splits at the last space that leaves no line too long, or in the middle of a word.
  private static void fold(String line, int room, List<String> into) {
    var rest = line;
    while (rest.length() > room) {
      int space = rest.lastIndexOf(' ', room);
      int cut = space > 0 ? space : room;
      into.add(rest.substring(0, cut));
      rest = rest.substring(space > 0 ? cut + 1 : cut);
    }
    into.add(rest);
  }

  @Override
  public String toString() {
    return code + " " + (enhanced == null ? "" : enhanced + " ") + String.join(" / ", lines);
  }
}

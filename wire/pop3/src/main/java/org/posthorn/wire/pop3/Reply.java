package org.posthorn.wire.pop3;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The first line of a response (RFC 1939 §3, RFC 2449 §3).
///
/// Encoding turns whatever is not printable ASCII into `?` and cuts what does not fit the line, so
/// that a text may say anything.
///
/// @param fine `+OK`, else `-ERR`
public record Reply(boolean fine, @Nullable ResponseCode code, String text) {

  /// Octets of the line, its CRLF included (RFC 2449 §4).
  public static final int MAX_LINE = 512;

  public static Reply ok(String text) {
    return new Reply(true, null, text);
  }

  public static Reply err(String text) {
    return new Reply(false, null, text);
  }

  public static Reply err(ResponseCode code, String text) {
    return new Reply(false, code, text);
  }

  /// The line on the wire, its CRLF included.
  public byte[] encode() {
    var line = new StringBuilder(80).append(fine ? "+OK" : "-ERR");
    if (code != null) line.append(" [").append(code.wireName()).append(']');
    if (!text.isEmpty()) line.append(' ');
    // RFC 2449 §6.4: a text that begins with a bracket would be taken for a code.
    if (code == null && text.startsWith("[")) line.append(' ');
    int room = MAX_LINE - 2 - line.length();
    int end = Math.min(text.length(), room);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      line.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return line.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    var prefix = fine ? "+OK " : "-ERR ";
    return code == null ? prefix + text : prefix + "[" + code.wireName() + "] " + text;
  }
}

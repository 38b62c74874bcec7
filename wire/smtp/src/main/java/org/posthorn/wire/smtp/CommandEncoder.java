package org.posthorn.wire.smtp;

import java.nio.charset.StandardCharsets;

/// Encodes command lines, the client's end of `CommandParser`: UTF-8 with CRLF.
///
/// Refused: anything that would not be one line of its verb, above all a CR or LF out of a name or
/// parameter, which would make two commands of one.
public final class CommandEncoder {

  private CommandEncoder() {}

  /// The line with its CRLF.
  ///
  /// @throws IllegalArgumentException for a control character, or a line beyond its verb's limit
  public static byte[] encode(SmtpCommand command) {
    return line(command.line(), command.verb().maxLine());
  }

  /// An answer to a challenge of AUTH (RFC 4954 §4).
  ///
  /// @param base64 may be empty
  public static byte[] authResponse(String base64) {
    return line(base64, Verb.MAX_LINE);
  }

  /// What cancels an AUTH exchange (RFC 4954 §4).
  public static byte[] authCancel() {
    return new byte[] {'*', '\r', '\n'};
  }

  private static byte[] line(String text, int limit) {
    if (!text.chars().allMatch(c -> c >= ' ' && c != 0x7F))
      throw new IllegalArgumentException("a control character in a command");
    var line = (text + "\r\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > limit) throw new IllegalArgumentException("a command that is too long");
    return line;
  }
}

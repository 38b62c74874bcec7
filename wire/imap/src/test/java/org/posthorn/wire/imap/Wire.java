package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Feeds text to the parser as a connection would: line by line, with literals between.
final class Wire {

  private Wire() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static RawCommand raw(byte[] wire) throws ImapSyntaxException {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    int at = 0;
    while (true) {
      int end = at;
      while (end < wire.length
          && !(wire[end] == '\r' && end + 1 < wire.length && wire[end + 1] == '\n')) end++;
      var line = Arrays.copyOfRange(wire, at, end);
      raw.addLine(line);
      var marker = LiteralMarker.atEndOf(line, line.length);
      if (marker == null) return raw;
      raw.checkRoomFor(marker);
      at = Math.min(wire.length, end + 2);
      int size = (int) Math.min(marker.size(), wire.length - at);
      raw.addLiteral(Literal.of(Arrays.copyOfRange(wire, at, at + size)));
      at += size;
    }
  }

  static TaggedCommand tagged(String wire, WireMode mode) throws ImapSyntaxException {
    return CommandParser.parse(raw(bytes(wire)), mode);
  }

  /// The command behind the tag `a`, in IMAP4rev1.
  static ImapCommand parse(String command) throws ImapSyntaxException {
    return tagged("a " + command, WireMode.REV1).command();
  }
}

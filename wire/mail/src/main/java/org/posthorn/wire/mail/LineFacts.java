package org.posthorn.wire.mail;

import java.io.IOException;
import java.io.InputStream;

/// What of a range of a message decides how it may travel (RFC 2045 §2.7 to §2.9).
///
/// @param eightBit an octet above 127
/// @param unsound what no text has: NUL, or a CR or LF that is not part of a CRLF
/// @param longLine a line of more than 998 octets
record LineFacts(boolean eightBit, boolean unsound, boolean longLine) {

  private static final int MAX_LINE = 998;

  /// Reads the stream to its end, and closes it.
  static LineFacts of(InputStream octets) throws IOException {
    try (octets) {
      var seen = new Seen();
      var buffer = new byte[8192];
      for (int read = octets.read(buffer); read >= 0; read = octets.read(buffer))
        seen.look(buffer, read);
      return new LineFacts(
          seen.eightBit, seen.unsound || seen.before == '\r', seen.longest > MAX_LINE);
    }
  }

  private static final class Seen {
    boolean eightBit;
    boolean unsound;
    int longest;
    int line;
    int before;

    void look(byte[] buffer, int length) {
      for (int i = 0; i < length; i++) {
        int octet = buffer[i];
        eightBit |= octet < 0;
        unsound |= octet == 0 || (before == '\r') != (octet == '\n');
        if (octet == '\n') line = 0;
        else if (octet != '\r') longest = Math.max(longest, ++line);
        before = octet;
      }
    }
  }

  /// Whether a body may stay as it is.
  boolean fits(DownConversion.Goal goal) {
    return !longLine && passes(goal);
  }

  /// Whether what cannot be changed may go through: a long line often does.
  boolean passes(DownConversion.Goal goal) {
    return !unsound && (goal == DownConversion.Goal.EIGHT_BIT || !eightBit);
  }
}

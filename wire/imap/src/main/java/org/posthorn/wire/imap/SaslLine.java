package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a client answers to a continuation request of AUTHENTICATE (RFC 9051 §6.2.2).
public sealed interface SaslLine {

  /// The client gave up with `*`; the command ends with `BAD`.
  enum Cancelled implements SaslLine {
    CANCELLED
  }

  /// The line is not base64; the command ends with `BAD`.
  enum Malformed implements SaslLine {
    MALFORMED
  }

  /// What the mechanism gets.
  final class Response implements SaslLine {
    private final byte[] octets;

    private Response(byte[] octets) {
      this.octets = octets;
    }

    /// Not a copy. Secret.
    public byte[] octets() {
      return octets;
    }
  }

  /// Reads a line without its CRLF.
  static SaslLine of(byte[] line) {
    if (line.length == 1 && line[0] == '*') return Cancelled.CANCELLED;
    try {
      return line.length % 4 == 0
          ? new Response(Base64.getDecoder().decode(line))
          : Malformed.MALFORMED;
    } catch (IllegalArgumentException _) {
      return Malformed.MALFORMED;
    }
  }

  /// The argument of AUTHENTICATE itself, where `=` stands for a response of no octets (RFC 4959).
  static SaslLine initial(String text) {
    return text.equals("=")
        ? new Response(new byte[0])
        : of(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}

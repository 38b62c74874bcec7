package org.posthorn.domain.relay;

import java.io.IOException;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.BodyType;
import org.posthorn.wire.smtp.ChunkDecoder;

/// The octets of a message to be sent, and what decides how they may travel.
///
/// @param source readable as long as the message is being sent; may be asked by several threads
/// @param eightBit an octet above 127 anywhere
/// @param eightBitHeader an octet above 127 in the header
/// @param binary NUL, or a CR or LF outside a CRLF: only BINARYMIME carries it (RFC 3030 §3)
/// @param endsWithCrLf whether nothing is missing at the end of a text
public record OutgoingContent(
    MessageSource source,
    long octets,
    boolean eightBit,
    boolean eightBitHeader,
    boolean binary,
    boolean endsWithCrLf) {

  private static final int BUFFER_OCTETS = 16 * 1024;

  /// Reads a message once to see what it is.
  ///
  /// @throws IOException of the source
  public static OutgoingContent of(MessageSource source, long octets) throws IOException {
    var decoder = new ChunkDecoder(Long.MAX_VALUE, BodyType.EIGHT_BIT_MIME);
    var header = new Header();
    var buffer = new byte[BUFFER_OCTETS];
    try (var in = source.open(new Span(0, octets))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        decoder.decode(buffer, 0, read, (_, _, _) -> {});
        header.look(buffer, read);
      }
    }
    var facts = decoder.facts();
    if (facts.octets() != octets)
      throw new IOException("a message of " + facts.octets() + " instead of " + octets + " octets");
    return new OutgoingContent(
        source,
        octets,
        facts.eightBit(),
        header.eightBit,
        facts.bareCr() || facts.bareLf() || facts.nul(),
        facts.endsWithCrLf());
  }

  /// Looks for octets above 127 up to the first empty line.
  private static final class Header {
    boolean eightBit;
    boolean ended;
    int lineOctets;

    void look(byte[] buffer, int length) {
      for (int i = 0; i < length && !ended; i++) {
        byte octet = buffer[i];
        eightBit |= octet < 0;
        if (octet == '\n') {
          ended = lineOctets == 0;
          lineOctets = 0;
        } else if (octet != '\r') {
          lineOctets++;
        }
      }
    }
  }
}

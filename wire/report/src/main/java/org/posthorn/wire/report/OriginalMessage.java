package org.posthorn.wire.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.BodyType;
import org.posthorn.wire.smtp.ChunkDecoder;
import org.posthorn.wire.smtp.DataFacts;

/// The message that a report is about: where its bytes are, never the bytes themselves. It is read
/// twice, once to see what it is made of and once to be copied.
///
/// @param octets of the whole message
public record OriginalMessage(MessageSource source, long octets) {

  /// Of a longer header only the beginning is returned: it is there to know the message by.
  public static final int MAX_HEADER_OCTETS = 64 * 1024;

  private static final int PIECE = 8192;

  public OriginalMessage {
    if (octets < 0) throw new IllegalArgumentException("negative size");
  }

  public static OriginalMessage of(byte[] message) {
    return new OriginalMessage(MessageSource.of(message), message.length);
  }

  InputStream open() throws IOException {
    return source.open(new Span(0, octets));
  }

  /// Reads it once; of one that is larger than `wholeOctets` no more than the header can have.
  Facts facts(long wholeOctets) throws IOException {
    long enough = octets > wholeOctets ? MAX_HEADER_OCTETS : octets;
    var content = new ChunkDecoder(0, BodyType.EIGHT_BIT_MIME);
    var start = new ByteArrayOutputStream(PIECE);
    var piece = new byte[PIECE];
    try (var in = open()) {
      while (content.facts().octets() < enough) {
        int read = in.read(piece);
        if (read < 0) break;
        content.decode(piece, 0, read, (_, _, _) -> {});
        start.write(piece, 0, Math.min(read, MAX_HEADER_OCTETS - start.size()));
      }
    }
    return new Facts(HeaderFields.of(start.toByteArray()), content.facts());
  }

  /// What decides how it can be returned.
  record Facts(HeaderFields header, DataFacts content) {

    boolean asciiHeader() {
      for (byte octet : header.bytes()) if (octet < 0) return false;
      return true;
    }

    boolean utf8Header() {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.bytes()));
        return true;
      } catch (CharacterCodingException _) {
        return false;
      }
    }

    /// Whether it can go out as it is.
    boolean sound() {
      return content.soundText() && !content.nul() && content.longLines() == 0;
    }

    /// The header's lines with CRLF, the empty line left out.
    byte[] headerLines() {
      var lines = new ByteArrayOutputStream(header.bytes().length + 64);
      for (int i = 0; i < header.size(); i++) {
        for (byte octet : header.line(i)) {
          if (octet == '\n') lines.write('\r');
          if (octet != '\r') lines.write(octet);
        }
        if (endsOpen(header.line(i))) lines.writeBytes(new byte[] {'\r', '\n'});
      }
      return lines.toByteArray();
    }

    private static boolean endsOpen(byte[] line) {
      return line.length == 0 || line[line.length - 1] != '\n';
    }
  }
}

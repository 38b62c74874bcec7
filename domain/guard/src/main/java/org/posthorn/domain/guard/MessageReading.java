package org.posthorn.domain.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mailauth.BodySink;

/// One passage over a message: its header at once, its body in pieces. A header without end stops
/// where no reader looks any further, and the rest counts as body. Owned by one thread.
final class MessageReading implements AutoCloseable {

  private static final int PIECE = 16 * 1024;

  private final InputStream in;
  private final byte[] piece = new byte[PIECE];
  private final HeaderFields header;

  /// Where the body begins in what was read last, and where that ends.
  private int at;

  private int end;

  private MessageReading(InputStream in) throws IOException {
    this.in = in;
    header = HeaderFields.of(readHeader());
  }

  static MessageReading of(MessageSource source) throws IOException {
    var in = source.open();
    try {
      return new MessageReading(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// Ends with the first empty line, as [HeaderFields] does.
  private byte[] readHeader() throws IOException {
    var octets = new ByteArrayOutputStream(PIECE);
    byte before = '\n';
    byte last = '\n';
    while (octets.size() <= MessageLimits.MAX_HEADER_OCTETS && (end = in.read(piece)) > 0) {
      for (at = 0; at < end; at++) {
        byte octet = piece[at];
        boolean isEmptyLine = octet == '\n' && (last == '\n' || (last == '\r' && before == '\n'));
        if (isEmptyLine) {
          octets.write(piece, 0, ++at);
          return octets.toByteArray();
        }
        before = last;
        last = octet;
      }
      octets.write(piece, 0, end);
    }
    return octets.toByteArray();
  }

  HeaderFields header() {
    return header;
  }

  /// Shows the body to all; to be called once.
  void body(List<BodySink> sinks) throws IOException {
    while (end > 0) {
      for (var sink : sinks) sink.body(piece, at, end - at);
      at = 0;
      end = in.read(piece);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

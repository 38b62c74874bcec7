package org.posthorn.wire.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Where the bytes of a message are.
@FunctionalInterface
public interface MessageSource {

  /// The octets of a range, and no more; the caller closes the stream.
  InputStream open(Span span) throws IOException;

  static MessageSource of(byte[] message) {
    return span ->
        new ByteArrayInputStream(message, (int) span.offset(), Math.toIntExact(span.length()));
  }
}

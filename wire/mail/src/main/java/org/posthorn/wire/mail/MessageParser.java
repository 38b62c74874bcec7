package org.posthorn.wire.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// From the bytes of a message to its structure, in one pass that keeps nothing of the bodies.
///
/// Any bytes are a message: there is no failure but that of the source. Lines may end with CRLF or
/// LF. Memory is bounded by `MessageLimits`, time by the size of the message.
public final class MessageParser {

  /// What a line may take in memory.
  private static final int BUFFER_OCTETS = 1 << 16;

  /// Room at first: most messages are small, and clearing much memory for each takes longer than
  /// reading it.
  private static final int FIRST_OCTETS = 1 << 13;

  private MessageParser() {}

  public static ParsedMessage parse(byte[] message) {
    return parse(message, MessageLimits.ORDINARY);
  }

  public static ParsedMessage parse(byte[] message, MessageLimits limits) {
    var scanner = new MimeScanner(limits);
    int consumed = scanner.lines(message, 0, message.length);
    if (consumed < message.length) scanner.unended(message, consumed, message.length);
    return scanner.finish();
  }

  /// Reads the stream to its end; it is not closed. For messages that should not be in memory.
  public static ParsedMessage parse(InputStream message, MessageLimits limits) throws IOException {
    var scanner = new MimeScanner(limits);
    var buffer = new byte[FIRST_OCTETS];
    int held = 0;
    while (true) {
      int read = message.readNBytes(buffer, held, buffer.length - held);
      if (read == 0) break;
      held += read;
      int consumed = scanner.lines(buffer, 0, held);
      boolean full = held == buffer.length;
      if (full && held < BUFFER_OCTETS) {
        buffer = Arrays.copyOf(buffer, held * 2);
      } else if (full && consumed == 0) {
        // a line longer than the buffer goes on in pieces; its last octet stays, so that a CR is
        // seen together with its LF
        consumed = held - 1;
        scanner.unended(buffer, 0, consumed);
      }
      System.arraycopy(buffer, consumed, buffer, 0, held - consumed);
      held -= consumed;
    }
    if (held > 0) scanner.unended(buffer, 0, held);
    return scanner.finish();
  }

  /// Splits the header off a message without looking at its body.
  public static HeaderFields headers(byte[] start) {
    return HeaderFields.of(Arrays.copyOf(start, start.length));
  }
}

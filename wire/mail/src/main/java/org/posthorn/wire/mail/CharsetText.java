package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/// From octets in pieces to text in pieces. Without a charset it is UTF-8 up to the first octets
/// that are not, and windows-1252 from there. Owned by one thread.
final class CharsetText {

  /// More than any character takes, escape sequences included.
  private static final int LEFT_OVER = 32;

  private final TextSink sink;
  private final ByteBuffer octets;
  private final CharBuffer text = CharBuffer.allocate(4096);
  private CharsetDecoder decoder;

  CharsetText(@Nullable Charset charset, int pieceOctets, TextSink sink) {
    this.sink = sink;
    this.octets = ByteBuffer.allocate(pieceOctets + LEFT_OVER);
    this.decoder =
        charset == null
            ? UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
            : replacing(charset);
  }

  /// Takes the next octets, at most `pieceOctets`; false when the sink knows enough.
  boolean take(byte[] bytes, int length) {
    octets.put(bytes, 0, length);
    return decode(false);
  }

  /// Gives what is held back; false when the sink knows enough.
  boolean finish() {
    return decode(true);
  }

  private boolean decode(boolean last) {
    octets.flip();
    while (true) {
      CoderResult result = decoder.decode(octets, text, last);
      if (result.isError()) {
        decoder = replacing(Charsets.WINDOWS_1252);
        continue;
      }
      if (result.isUnderflow() && last) result = decoder.flush(text);
      if (!give()) return false;
      if (result.isUnderflow()) break;
    }
    octets.compact();
    // a decoder that leaves more than a character behind waits for nothing that could come
    if (octets.position() > LEFT_OVER) octets.clear();
    return true;
  }

  private boolean give() {
    text.flip();
    boolean more = !text.hasRemaining() || sink.text(text);
    text.clear();
    return more;
  }

  private static CharsetDecoder replacing(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }
}

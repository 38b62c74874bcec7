package org.posthorn.wire.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strict decoding: what is not text is not replaced by question marks, it is refused.
final class Utf8 {

  private Utf8() {}

  static @Nullable String decode(byte[] octets) {
    return decode(octets, StandardCharsets.UTF_8);
  }

  /// The text of `octets`; absent when they are not text in `charset`.
  static @Nullable String decode(byte[] octets, Charset charset) {
    if (isAscii(octets) && charset.equals(StandardCharsets.UTF_8))
      return new String(octets, StandardCharsets.US_ASCII);
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(octets))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  static boolean isAscii(byte[] octets) {
    for (byte octet : octets) if (octet < 0) return false;
    return true;
  }
}

package org.posthorn.wire.mail;

/// Streaming base64 that takes anything: characters outside the alphabet are skipped, padding
/// restarts the group (bodies glued together), the url-safe alphabet is understood. Owned by one
/// thread.
final class Base64Decoder implements TransferDecoder {

  private static final byte[] VALUES = new byte[128];

  static {
    java.util.Arrays.fill(VALUES, (byte) -1);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 64; i++) VALUES[alphabet.charAt(i)] = (byte) i;
    VALUES['-'] = 62;
    VALUES['_'] = 63;
  }

  private int held;
  private int bits;

  /// The six bits of a character, or -1.
  static int value(int c) {
    return c >= 0 && c < 128 ? VALUES[c] : -1;
  }

  @Override
  public int decode(byte[] in, int length, byte[] out) {
    int written = 0;
    for (int i = 0; i < length; i++) {
      int value = value(in[i]);
      if (value < 0) {
        if (in[i] == '=') bits = 0;
        continue;
      }
      held = (held << 6) | value;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      out[written++] = (byte) (held >> bits);
    }
    return written;
  }

  @Override
  public int finish(byte[] out) {
    return 0;
  }
}

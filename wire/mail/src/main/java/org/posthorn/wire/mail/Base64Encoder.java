package org.posthorn.wire.mail;

/// Base64 in lines of 76 characters (RFC 2045 §6.8). The last line has no line end.
final class Base64Encoder implements TransferEncoder {

  private static final int LINE = 76;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private int column;
  private int held;
  private int heldOctets;

  @Override
  public int encode(byte[] piece, int length, byte[] target) {
    int written = 0;
    for (int i = 0; i < length; i++) {
      held = held << 8 | (piece[i] & 0xff);
      if (++heldOctets < 3) continue;
      written = quad(held, 4, target, written);
      held = 0;
      heldOctets = 0;
    }
    return written;
  }

  @Override
  public int finish(byte[] target) {
    if (heldOctets == 0) return 0;
    return quad(held << ((3 - heldOctets) * 8), heldOctets + 1, target, 0);
  }

  private int quad(int bits, int characters, byte[] target, int at) {
    int next = at;
    if (column == LINE) {
      target[next++] = '\r';
      target[next++] = '\n';
      column = 0;
    }
    for (int i = 0; i < 4; i++)
      target[next++] =
          (byte) (i < characters ? ALPHABET.charAt((bits >> (18 - 6 * i)) & 0x3f) : '=');
    column += 4;
    return next;
  }
}

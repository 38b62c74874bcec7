package org.posthorn.wire.mail;

/// Streaming uuencode: the lines between `begin` and `end`; other lines are dropped. Owned by one
/// thread.
final class UuDecoder implements TransferDecoder {

  private static final int MAX_LINE = 128;

  private final byte[] line = new byte[MAX_LINE];
  private int length;
  private boolean inside;

  @Override
  public int decode(byte[] in, int inLength, byte[] out) {
    int written = 0;
    for (int i = 0; i < inLength; i++) {
      if (in[i] == '\n') written = line(out, written);
      else if (length < MAX_LINE) line[length++] = in[i];
    }
    return written;
  }

  @Override
  public int finish(byte[] out) {
    return line(out, 0);
  }

  private int line(byte[] out, int at) {
    int end = length;
    length = 0;
    if (end > 0 && line[end - 1] == '\r') end--;
    if (!inside) {
      inside =
          end >= 6
              && new String(line, 0, 6, java.nio.charset.StandardCharsets.ISO_8859_1)
                  .equals("begin ");
      return at;
    }
    if (end == 3 && line[0] == 'e' && line[1] == 'n' && line[2] == 'd') {
      inside = false;
      return at;
    }
    return end == 0 ? at : group(out, at, end);
  }

  private int group(byte[] out, int at, int end) {
    int octets = (line[0] - ' ') & 0x3f;
    int written = at;
    int bits = 0;
    int held = 0;
    for (int i = 1; i < end && octets > 0; i++) {
      held = (held << 6) | ((line[i] - ' ') & 0x3f);
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      out[written++] = (byte) (held >> bits);
      octets--;
    }
    return written;
  }
}

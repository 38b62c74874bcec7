package org.posthorn.wire.mail;

/// Streaming quoted-printable (RFC 2045 §6.7): soft line breaks and blanks at line ends removed; an
/// `=` that introduces nothing stands for itself. Owned by one thread.
final class QuotedPrintableDecoder implements TransferDecoder {

  /// Blanks that are held back at most; a longer run is text, not a padded line end.
  private static final int MAX_HELD = SLACK / 2;

  /// Octets not yet decided: blanks that may end a line, or an `=` with what follows it.
  private final byte[] held = new byte[MAX_HELD + 4];

  private int heldLength;
  private boolean escape;

  @Override
  public int decode(byte[] in, int length, byte[] out) {
    int written = 0;
    for (int i = 0; i < length; i++) {
      byte b = in[i];
      written = escape ? inEscape(b, out, written) : plain(b, out, written);
    }
    return written;
  }

  @Override
  public int finish(byte[] out) {
    if (escape && heldLength == 1) heldLength = 0; // a soft break at the very end
    escape = false;
    return release(out, 0);
  }

  private int plain(byte b, byte[] out, int at) {
    int written = at;
    if (b == ' ' || b == '\t') {
      if (heldLength == MAX_HELD) written = release(out, written);
      held[heldLength++] = b;
      return written;
    }
    if (b == '\r' || b == '\n') heldLength = 0;
    else written = release(out, written);
    if (b == '=') {
      escape = true;
      held[heldLength++] = b;
      return written;
    }
    out[written++] = b;
    return written;
  }

  /// After an `=`: two hex digits, or the end of the line with blanks before it.
  private int inEscape(byte b, byte[] out, int at) {
    byte last = held[heldLength - 1];
    if (b == '\n') {
      drop();
      return at;
    }
    boolean first = heldLength == 1;
    boolean hex = Character.digit(b, 16) >= 0;
    boolean blank = b == ' ' || b == '\t' || b == '\r';
    boolean lastBlank = last == ' ' || last == '\t' || last == '\r';
    if (!first && !lastBlank && hex) {
      drop();
      out[at] = (byte) (Character.digit(last, 16) << 4 | Character.digit(b, 16));
      return at + 1;
    }
    boolean goesOn = (first && hex) || (blank && (first || lastBlank) && heldLength < MAX_HELD);
    if (goesOn) {
      held[heldLength++] = b;
      return at;
    }
    escape = false;
    return plain(b, out, release(out, at));
  }

  private void drop() {
    escape = false;
    heldLength = 0;
  }

  private int release(byte[] out, int at) {
    System.arraycopy(held, 0, out, at, heldLength);
    int end = at + heldLength;
    heldLength = 0;
    return end;
  }
}

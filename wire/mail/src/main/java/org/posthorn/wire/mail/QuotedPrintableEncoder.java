package org.posthorn.wire.mail;

/// Quoted-printable (RFC 2045 §6.7): CRLFs stay line ends, everything else that is not printable
/// ASCII is quoted, bare CRs and LFs too, so that nothing is lost.
final class QuotedPrintableEncoder implements TransferEncoder {

  /// 76 characters, of which the last is for the `=` of a soft line break.
  private static final int LINE = 75;

  private static final String HEX = "0123456789ABCDEF";
  private static final int NONE = -1;

  private int column;

  /// A space or tab that may turn out to be the last of its line, which would have to be quoted.
  private int blank = NONE;

  private boolean cr;
  private byte[] target = {};
  private int written;

  @Override
  public int encode(byte[] piece, int length, byte[] into) {
    begin(into);
    for (int i = 0; i < length; i++) octet(piece[i] & 0xff);
    return written;
  }

  @Override
  public int finish(byte[] into) {
    begin(into);
    if (cr) quoteHeldCr();
    else if (blank != NONE) quote(blank);
    blank = NONE;
    return written;
  }

  private void begin(byte[] into) {
    target = into;
    written = 0;
  }

  private void octet(int octet) {
    if (cr && octet == '\n') {
      lineEnd();
      return;
    }
    if (cr) quoteHeldCr();
    if (octet == '\r') {
      cr = true;
      return;
    }
    if (blank != NONE) literal(blank);
    blank = NONE;
    if (octet == ' ' || octet == '\t') blank = octet;
    else if (octet > ' ' && octet <= '~' && octet != '=') literal(octet);
    else quote(octet);
  }

  private void lineEnd() {
    if (blank != NONE) quote(blank);
    blank = NONE;
    cr = false;
    put('\r');
    put('\n');
    column = 0;
  }

  private void quoteHeldCr() {
    if (blank != NONE) literal(blank);
    blank = NONE;
    cr = false;
    quote('\r');
  }

  private void literal(int octet) {
    room(1);
    put(octet);
  }

  private void quote(int octet) {
    room(3);
    put('=');
    put(HEX.charAt(octet >> 4));
    put(HEX.charAt(octet & 15));
  }

  private void room(int characters) {
    if (column + characters > LINE) {
      put('=');
      put('\r');
      put('\n');
      column = 0;
    }
    column += characters;
  }

  private void put(int octet) {
    target[written++] = (byte) octet;
  }
}

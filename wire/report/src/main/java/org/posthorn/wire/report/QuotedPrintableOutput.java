package org.posthorn.wire.report;

import java.io.IOException;
import java.io.OutputStream;

/// Streaming quoted-printable (RFC 2045 §6.7) for text whose lines end with CRLF. Anything else
/// that is not printable ASCII is encoded, so a bare CR or LF comes through too. Owned by one
/// thread; `close` ends the encoding, not the stream below.
final class QuotedPrintableOutput extends OutputStream {

  private static final int LINE = 76;
  private static final String HEX = "0123456789ABCDEF";

  private final OutputStream out;
  private int column;

  /// An octet that is not decided: a blank that may end a line, or a CR; -1 when there is none.
  private int held = -1;

  QuotedPrintableOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    int c = octet & 0xff;
    if (held == '\r' && c == '\n') {
      held = -1;
      out.write('\r');
      out.write('\n');
      column = 0;
      return;
    }
    // A blank is encoded only where it ends a line.
    if (held >= 0) release(held == '\r' || c == '\r');
    if (c == ' ' || c == '\t' || c == '\r') held = c;
    else put(c, c < ' ' || c > '~' || c == '=');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (held >= 0) release(true);
  }

  private void release(boolean encoded) throws IOException {
    int c = held;
    held = -1;
    put(c, encoded);
  }

  private void put(int c, boolean encoded) throws IOException {
    int length = encoded ? 3 : 1;
    // one column stays free for the soft break
    if (column + length > LINE - 1) {
      out.write('=');
      out.write('\r');
      out.write('\n');
      column = 0;
    }
    column += length;
    if (!encoded) {
      out.write(c);
      return;
    }
    out.write('=');
    out.write(HEX.charAt(c >> 4));
    out.write(HEX.charAt(c & 15));
  }
}

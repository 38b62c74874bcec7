package org.posthorn.wire.pop3;

/// Finds the end of what TOP sends (RFC 1939 §7): the header, the empty line behind it, and some
/// lines of the body. A bare CR or LF ends a line, as it will on the wire. Content comes in pieces;
/// owned by one thread, used for one message.
public final class TopCutter {

  private long linesLeft;
  private boolean inBody;
  private boolean lineIsEmpty = true;
  private boolean afterCr;
  private boolean over;

  /// For one message.
  ///
  /// @param lines of the body
  public TopCutter(int lines) {
    linesLeft = lines;
  }

  /// How many octets of the piece still belong to it.
  public int take(byte[] content, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      byte octet = content[at];
      boolean crlf = afterCr && octet == '\n';
      // A CR alone has ended its line before this octet.
      if (afterCr && !crlf) lineEnds();
      if (over) return at - offset;
      afterCr = octet == '\r';
      if (octet == '\n') {
        lineEnds();
        if (over) return at + 1 - offset;
      } else if (!afterCr) {
        lineIsEmpty = false;
      }
    }
    return length;
  }

  private void lineEnds() {
    afterCr = false;
    if (inBody) linesLeft--;
    else inBody = lineIsEmpty;
    lineIsEmpty = true;
    over = inBody && linesLeft <= 0;
  }

  /// Whether the rest of the message is not wanted.
  public boolean isOver() {
    return over;
  }
}

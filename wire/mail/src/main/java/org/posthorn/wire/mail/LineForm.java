package org.posthorn.wire.mail;

/// What becomes of a message where only lines of text go, as with POP3 (RFC 1939 §3 and §11).
///
/// @param addedOctets how many octets longer it gets when every bare CR and LF becomes a CRLF and
///   the last line is ended
/// @param eightBitHeader its header, or that of a part, has octets beyond ASCII (RFC 6532)
/// @param binary a part is labelled `binary`, so that its line ends are not to be touched
public record LineForm(long addedOctets, boolean eightBitHeader, boolean binary) {

  /// It goes as it is.
  public static final LineForm AS_IT_IS = new LineForm(0, false, false);

  public boolean isAsItIs() {
    return equals(AS_IT_IS);
  }

  /// Counts while a message is scanned; see `MimeScanner`.
  static final class Counter {
    private long carriageReturns;
    private long lines;
    private long crlfs;
    private boolean eightBitHeader;
    private boolean binary;

    /// The last piece of the message, when it is no whole line, is one with content behind its CR.
    private boolean open;

    /// A whole line.
    void line(int crs, boolean crlf) {
      lines++;
      carriageReturns += crs;
      if (crlf) crlfs++;
      open = false;
    }

    /// A piece of a line that goes on, or that the message ends with.
    void piece(byte[] buffer, int from, int to) {
      for (int i = from; i < to; i++) if (buffer[i] == '\r') carriageReturns++;
      if (to > from) open = buffer[to - 1] != '\r';
    }

    void header(byte[] octets, int length) {
      for (int i = 0; i < length && !eightBitHeader; i++) eightBitHeader = octets[i] < 0;
    }

    void encoding(String transferEncoding) {
      binary |= transferEncoding.equalsIgnoreCase("binary");
    }

    LineForm form() {
      long bareLf = lines - crlfs;
      long bareCr = carriageReturns - crlfs;
      return new LineForm(bareLf + bareCr + (open ? 2 : 0), eightBitHeader, binary);
    }
  }
}

package org.posthorn.wire.mail;

import java.util.Objects;

/// Writes content as lines that a dot on a line of its own ends: what follows SMTP's DATA (RFC 5321
/// §4.5.2), and the multi-line responses of POP3 (RFC 1939 §3).
///
/// No bare CR or LF ever leaves: to whoever takes one for a line end, a dot behind it would be the
/// end of the content and the rest would be protocol. Content comes in pieces, runs of it are
/// handed on without copying. Owned by one thread, used for one content.
public final class DotStuffing {

  /// What is done about a CR or LF that is not part of a CRLF.
  public enum BareLineEnds {
    /// It is an error of the caller.
    REFUSED,
    /// It is a line end and becomes CRLF.
    COMPLETED
  }

  private static final byte[] DOT = {'.'};
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LF = {'\n'};
  private static final byte[] FINAL = {'.', '\r', '\n'};

  private final BareLineEnds bare;
  private boolean lineStart = true;
  private boolean afterCr;
  private boolean finished;
  private long octets;

  public DotStuffing(BareLineEnds bare) {
    this.bare = bare;
  }

  /// Takes the next piece of content and hands its encoded form on.
  ///
  /// @throws IllegalArgumentException for a bare CR or LF that is refused; what came before it may
  ///   be on its way
  public void encode(byte[] content, int offset, int length, OctetSink sink) {
    Objects.checkFromIndexSize(offset, length, content.length);
    if (finished) throw new IllegalStateException("already finished");
    int run = offset;
    int end = offset + length;
    for (int at = offset; at < end; ) {
      if (afterCr && content[at] != '\n') {
        run = completed(content, run, at, LF, sink);
      } else if (afterCr) {
        at++;
        lineEnds();
        continue;
      }
      if (lineStart && content[at] == '.') {
        run = handOn(content, run, at, sink);
        sink.accept(DOT, 0, 1);
      }
      lineStart = false;
      at = endOfText(content, at, end);
      if (at == end) break;
      if (content[at++] == '\r') afterCr = true;
      else run = completed(content, run, at - 1, CRLF, sink) + 1;
    }
    handOn(content, run, end, sink);
  }

  /// The place of the next CR or LF.
  private static int endOfText(byte[] content, int from, int end) {
    int at = from;
    while (at < end && content[at] != '\r' && content[at] != '\n') at++;
    return at;
  }

  /// Puts what is missing of a line end before the octet at `at`.
  private int completed(byte[] content, int run, int at, byte[] missing, OctetSink sink) {
    if (bare == BareLineEnds.REFUSED) throw new IllegalArgumentException("bare CR or LF");
    handOn(content, run, at, sink);
    add(missing, sink);
    lineEnds();
    return at;
  }

  private void lineEnds() {
    afterCr = false;
    lineStart = true;
  }

  private int handOn(byte[] content, int run, int end, OctetSink sink) {
    if (end > run) sink.accept(content, run, end - run);
    octets += end - run;
    return end;
  }

  private void add(byte[] lineEnd, OctetSink sink) {
    sink.accept(lineEnd, 0, lineEnd.length);
    octets += lineEnd.length;
  }

  /// Ends the last line, if the content has not, and the whole.
  public void finish(OctetSink sink) {
    if (finished) throw new IllegalStateException("already finished");
    if (afterCr) completed(LF, 0, 0, LF, sink);
    finished = true;
    if (!lineStart) add(CRLF, sink);
    sink.accept(FINAL, 0, FINAL.length);
  }

  /// How many octets of content have left: with the line ends that were completed, without stuffed
  /// dots and the final one (RFC 1939 §11).
  public long octets() {
    return octets;
  }
}

package org.posthorn.wire.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// The machine behind `DataDecoder` and `ChunkDecoder`: hands runs of content on, takes the stuffed
/// dots out and finds the final one, and notes what kinds of octets and lines go by.
///
/// The outcome does not depend on how the input is cut into pieces. Octets are looked at eight at a
/// time; only controls below 14 and, until the first was seen, octets above 127 stop the scan. Runs
/// are handed on without copying.
final class ContentScanner {

  /// What delimits the content.
  enum Framing {
    /// DATA: stuffed dots, ends with a dot on a line of its own.
    DOTS,
    /// BDAT: counted; the content is text.
    CHUNKS,
    /// BDAT of a BINARYMIME message: counted, not looked at.
    OPAQUE
  }

  private enum State {
    /// At the start of a line: at the start of all, or after CRLF.
    LINE,
    /// After a dot at the start of a line; it is never content.
    DOT,
    /// After a dot and a CR at the start of a line; the CR is content unless LF follows.
    DOT_CR,
    /// Inside a line.
    TEXT,
    /// After a CR.
    CR,
    /// After a CR or LF that is not part of a CRLF.
    BARE,
    /// After such and a dot.
    BARE_DOT,
    END
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080_8080_8080_8080L;
  private static final long FOURTEEN = 0x0E0E_0E0E_0E0E_0E0EL;
  private static final byte[] LONE_CR = {'\r'};

  private final Framing framing;
  private final long limit;
  private State state = State.LINE;

  // The piece under the scan: the next octet to look at, and the first not yet handed on.
  private byte[] input = LONE_CR;
  private int at;
  private int end;
  private int run;
  private DataSink sink = (_, _, _) -> {};

  private long octets;
  private long lineStart;
  private long lines;
  private long longestLine;
  private long longLines;
  private boolean bareCr;
  private boolean bareLf;
  private boolean smuggling;
  private boolean nul;
  private boolean eightBit;

  ContentScanner(Framing framing, long limit) {
    if (limit < 0) throw new IllegalArgumentException("negative limit");
    this.framing = framing;
    this.limit = limit;
  }

  /// Scans a piece and hands its content on.
  ///
  /// @return how many octets belonged to the data; fewer than `length` only when its end was found
  int scan(byte[] bytes, int offset, int length, DataSink to) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (framing == Framing.OPAQUE) {
      emit(bytes, offset, length, to);
      lineStart = octets;
      return length;
    }
    input = bytes;
    at = offset;
    run = offset;
    end = offset + length;
    sink = to;
    while (at < end && state != State.END) step();
    handOn(at);
    input = LONE_CR;
    return at - offset;
  }

  boolean ended() {
    return state == State.END;
  }

  /// The facts as of now, as if the content ended here.
  DataFacts facts() {
    long open = octets - lineStart;
    return new DataFacts(
        octets,
        octets > limit,
        lines,
        Math.max(longestLine, open),
        longLines + (open > DataFacts.MAX_LINE ? 1 : 0),
        bareCr || state == State.CR,
        bareLf,
        smuggling,
        nul,
        eightBit,
        open == 0);
  }

  private void step() {
    switch (state) {
      case TEXT -> text();
      case CR -> afterCr();
      case LINE -> lineStart();
      case DOT -> afterDot();
      case DOT_CR -> afterDotCr();
      case BARE -> state = isDot() ? State.BARE_DOT : State.TEXT;
      case BARE_DOT -> afterBareDot();
      case END -> throw new IllegalStateException("the data has ended");
    }
  }

  private void text() {
    while ((at = nextSpecial()) < end) {
      byte octet = input[at++];
      if (octet == '\r') {
        state = State.CR;
        return;
      }
      if (octet == '\n') {
        bareLf = true;
        state = State.BARE;
        return;
      }
      nul |= octet == 0;
      eightBit |= octet < 0;
    }
  }

  private void afterCr() {
    if (input[at] != '\n') {
      bareCr = true;
      state = State.BARE;
      return;
    }
    at++;
    long now = octets + (at - run);
    long line = now - lineStart;
    lineStart = now;
    lines++;
    if (line > longestLine) longestLine = line;
    if (line > DataFacts.MAX_LINE) longLines++;
    state = State.LINE;
  }

  private void lineStart() {
    if (framing != Framing.DOTS || input[at] != '.') {
      state = State.TEXT;
      return;
    }
    handOn(at);
    at++;
    run = at;
    state = State.DOT;
  }

  private void afterDot() {
    if (input[at] != '\r') {
      smuggling |= input[at] == '\n';
      state = State.TEXT;
      return;
    }
    at++;
    run = at;
    state = State.DOT_CR;
  }

  private void afterDotCr() {
    if (input[at] == '\n') {
      at++;
      run = at;
      state = State.END;
      return;
    }
    emit(LONE_CR, 0, 1, sink);
    bareCr = true;
    smuggling = true;
    state = State.BARE;
  }

  private boolean isDot() {
    if (input[at] != '.') return false;
    at++;
    return true;
  }

  private void afterBareDot() {
    smuggling |= input[at] == '\r' || input[at] == '\n';
    state = State.TEXT;
  }

  /// The place of the next octet that is below 14, or above 127 and news; `end` if there is none.
  private int nextSpecial() {
    var bytes = input;
    int i = at;
    int to = end;
    long high = eightBit ? 0 : HIGH;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONG.get(bytes, i);
      // Subtracting 14 borrows into the high bit of octets below 14; higher octets may be marked
      // wrongly by the borrow, the lowest mark never is.
      long marks = ((word - FOURTEEN) & ~word & HIGH) | (word & high);
      if (marks != 0) return i + (Long.numberOfTrailingZeros(marks) >>> 3);
    }
    while (i < to && (bytes[i] >= 14 || (bytes[i] < 0 && eightBit))) i++;
    return i;
  }

  private void handOn(int to) {
    if (to > run) emit(input, run, to - run, sink);
    run = to;
  }

  private void emit(byte[] bytes, int offset, int length, DataSink to) {
    long room = Math.max(0, limit - octets);
    octets += length;
    int kept = (int) Math.min(room, length);
    if (kept > 0) to.accept(bytes, offset, kept);
  }
}

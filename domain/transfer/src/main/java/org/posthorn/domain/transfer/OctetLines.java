package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A file's lines, whatever octets they are of; a line that is longer than the buffer comes in
/// pieces. Belongs to one thread.
final class OctetLines {
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private int limit;
  private long offset;
  private boolean begins = true;
  private boolean ends = true;

  OctetLines(InputStream in) {
    this.in = in;
  }

  /// Goes on to the next piece; false at the end.
  boolean next() throws IOException {
    offset += to - from;
    from = to;
    begins = ends;
    int feed = find(from);
    if (feed < 0 && fill(BUFFER)) feed = find(from);
    if (from == limit) return false;
    to = feed < 0 ? limit : feed + 1;
    ends = feed >= 0;
    return true;
  }

  private int find(int start) {
    for (int i = start; i < limit; i++) if (buffer[i] == '\n') return i;
    return -1;
  }

  /// Reads until that many octets from `from` on are here, the piece at hand included; the buffer's
  /// size at most.
  private boolean fill(int wanted) throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, limit - from);
      limit -= from;
      to -= from;
      from = 0;
    }
    boolean any = false;
    while (limit < Math.min(wanted, BUFFER)) {
      int read = in.read(buffer, limit, BUFFER - limit);
      if (read < 0) break;
      limit += read;
      any |= read > 0;
    }
    return any;
  }

  /// Where the piece begins in the file.
  long offset() {
    return offset;
  }

  /// Where the next piece begins.
  long end() {
    return offset + to - from;
  }

  /// Whether the piece is the beginning of a line.
  boolean begins() {
    return begins;
  }

  boolean isBlank() {
    return begins && ends && (to - from == 1 || (to - from == 2 && buffer[from] == '\r'));
  }

  boolean startsWith(String ascii) {
    if (!begins || to - from < ascii.length()) return false;
    for (int i = 0; i < ascii.length(); i++) if (buffer[from + i] != ascii.charAt(i)) return false;
    return true;
  }

  byte at(int index) {
    return from + index < to ? buffer[from + index] : 0;
  }

  /// Whether the line is what an mbox has to quote: `From ` with any number of `>` before it.
  boolean isFrom() {
    if (!begins) return false;
    int start = from;
    while (start < to && buffer[start] == '>') start++;
    var word = "From ";
    if (to - start < word.length()) return false;
    for (int i = 0; i < word.length(); i++) if (buffer[start + i] != word.charAt(i)) return false;
    return true;
  }

  /// The piece without its line end, an octet a character; cut off at `most`.
  String text(int most) {
    int end = to;
    if (end > from && buffer[end - 1] == '\n') end--;
    if (end > from && buffer[end - 1] == '\r') end--;
    return new String(buffer, from, Math.min(most, end - from), ISO_8859_1);
  }

  /// Writes the piece without its first octets.
  void write(OutputStream target, int without) throws IOException {
    target.write(buffer, from + without, to - from - without);
  }

  /// Whether the line behind this one looks like a field of a header.
  boolean isFieldNext() throws IOException {
    int start = to - from;
    int most = start + 80;
    if (limit - from < most) fill(most);
    for (int i = from + start; i < Math.min(limit, from + most); i++) {
      if (buffer[i] == ':') return i > from + start;
      if (buffer[i] <= ' ' || buffer[i] == 127) return false;
    }
    return false;
  }
}

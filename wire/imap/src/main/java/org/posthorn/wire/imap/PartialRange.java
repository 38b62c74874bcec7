package org.posthorn.wire.imap;

/// Which of many results are wanted (RFC 9394 §4, RFC 5267 §4.4), as it was written: `1:100`, or
/// `-1:-100`, which counts from the last.
///
/// @param start at least 1, and not always the lesser of the two
public record PartialRange(long start, long end, Direction direction) {

  /// Where counting begins.
  public enum Direction {
    FROM_FIRST,
    FROM_LAST
  }

  /// ```
  /// partial-range-first = nz-number ":" nz-number
  /// partial-range-last  = MINUS nz-number ":" MINUS nz-number
  /// ```
  static PartialRange parse(Cursor cursor) throws ImapSyntaxException {
    boolean fromLast = cursor.skipIf('-');
    long start = cursor.nzNumber();
    cursor.expect(':');
    if (fromLast) cursor.expect('-');
    long end = cursor.nzNumber();
    return new PartialRange(start, end, fromLast ? Direction.FROM_LAST : Direction.FROM_FIRST);
  }

  /// The place of the first wanted one of `size` results; `size` when there is none.
  public int from(int size) {
    return switch (direction) {
      case FROM_FIRST -> (int) Math.min(size, Math.min(start, end) - 1);
      case FROM_LAST -> (int) Math.max(0, size - Math.max(start, end));
    };
  }

  /// The place behind the last wanted one of `size` results.
  public int to(int size) {
    long to =
        switch (direction) {
          case FROM_FIRST -> Math.min(size, Math.max(start, end));
          case FROM_LAST -> size - Math.min(start, end) + 1;
        };
    return (int) Math.max(from(size), to);
  }

  /// As on the wire.
  @Override
  public String toString() {
    return switch (direction) {
      case FROM_FIRST -> start + ":" + end;
      case FROM_LAST -> "-" + start + ":-" + end;
    };
  }
}

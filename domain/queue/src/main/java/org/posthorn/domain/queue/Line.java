package org.posthorn.domain.queue;

/// Text of strangers as it is kept: one line without controls, of bounded length.
final class Line {

  /// Shown of a reply; as the relay cuts it, with room for a name.
  static final int MAX = 600;

  private Line() {}

  static String of(String text) {
    var line = new StringBuilder(Math.min(text.length(), MAX));
    for (int i = 0; i < text.length() && line.length() < MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      // no database takes a lone surrogate
      if (Character.getType(c) == Character.SURROGATE) c = 0xFFFD;
      line.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString().strip();
  }
}

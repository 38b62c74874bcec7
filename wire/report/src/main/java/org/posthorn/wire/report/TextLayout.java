package org.posthorn.wire.report;

/// Lays text out for `text/plain`: lines of at most 76 characters, broken at blanks, the rest of a
/// line indented as its beginning; CRLF. A longer word stays whole.
final class TextLayout {

  private static final int WIDTH = 76;

  /// More indentation is not kept: it would leave no room.
  private static final int MAX_INDENT = 20;

  private TextLayout() {}

  static String of(String text) {
    var laidOut = new StringBuilder(text.length() + text.length() / 32);
    text.lines().forEach(line -> line(line.stripTrailing(), laidOut));
    return laidOut.toString();
  }

  private static void line(String line, StringBuilder into) {
    int indent = 0;
    while (indent < line.length() && indent < MAX_INDENT && line.charAt(indent) == ' ') indent++;
    var margin = " ".repeat(indent);
    into.append(margin);
    int width = indent;
    boolean first = true;
    for (var word : line.substring(indent).split(" ", -1)) {
      int length = word.codePointCount(0, word.length());
      if (!first && width + 1 + length > WIDTH) {
        into.append("\r\n").append(margin);
        width = indent;
      } else if (!first) {
        into.append(' ');
        width++;
      }
      into.append(word);
      width += length;
      first = false;
    }
    into.append("\r\n");
  }
}

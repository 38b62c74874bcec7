package org.posthorn.wire.mailauth;

/// A header field in the making, folded before the pieces that would make a line longer than 78
/// characters (RFC 5322 §2.1.1). Owned by one thread.
final class FoldedField {

  private static final int LINE = 78;

  private final StringBuilder text = new StringBuilder();
  private int lineStart;

  FoldedField(String name) {
    text.append(name).append(": ");
  }

  /// Appends a piece that is not to be broken; a space at its end is where the next line may begin.
  void add(String piece) {
    int needed = piece.endsWith(" ") ? piece.length() - 1 : piece.length();
    boolean fresh = text.length() == lineStart + 1 && lineStart > 0;
    if (text.length() - lineStart + needed > LINE && !fresh) fold();
    text.append(piece);
  }

  /// Appends a word after a space, or after a fold if the line would be too long.
  void addWord(String word) {
    if (text.length() - lineStart + 1 + word.length() > LINE) fold();
    else text.append(' ');
    text.append(word);
  }

  /// Appends text that may be broken anywhere, such as base64.
  void addBroken(String piece) {
    int at = 0;
    while (at < piece.length()) {
      int room = LINE - (text.length() - lineStart);
      if (room <= 0) {
        fold();
        continue;
      }
      int end = Math.min(piece.length(), at + room);
      text.append(piece, at, end);
      at = end;
    }
  }

  private void fold() {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') end--;
    text.setLength(end);
    text.append("\r\n");
    lineStart = text.length();
    text.append(' ');
  }

  /// The field without its line end.
  String text() {
    return text.toString();
  }
}

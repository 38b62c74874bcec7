package org.posthorn.wire.mail;

import java.nio.CharBuffer;

/// Looks for a substring in text that comes in pieces, both folded by `TextFolding`; time grows
/// with the text and not with the substring (Knuth, Morris, Pratt), and nothing of the text is
/// kept.
///
/// Owned by one thread. May be used again after `reset`.
public final class TextMatcher implements TextSink {

  private final char[] needle;

  /// For each length of a match that fails, the length of the next shorter one to try.
  private final int[] fallback;

  private int matched;
  private boolean found;
  private char highSurrogate;

  public TextMatcher(String wanted) {
    needle = TextFolding.fold(wanted).toCharArray();
    fallback = new int[needle.length + 1];
    int length = 0;
    for (int i = 1; i < needle.length; i++) {
      while (length > 0 && needle[i] != needle[length]) length = fallback[length];
      if (needle[i] == needle[length]) length++;
      fallback[i + 1] = length;
    }
    found = needle.length == 0;
  }

  /// True when this text alone has the substring; a `reset` before and after.
  public boolean isIn(CharSequence text) {
    reset();
    text(text);
    boolean in = found;
    reset();
    return in;
  }

  /// True when the substring was in the text since the last `reset`. The empty one is in every
  /// text.
  public boolean found() {
    return found;
  }

  public void reset() {
    gap();
    found = needle.length == 0;
  }

  @Override
  public boolean text(CharSequence piece) {
    if (piece instanceof CharBuffer buffer && buffer.hasArray()) {
      int from = buffer.arrayOffset() + buffer.position();
      return text(buffer.array(), from, from + buffer.remaining());
    }
    return text(piece.toString().toCharArray(), 0, piece.length());
  }

  private boolean text(char[] text, int from, int to) {
    for (int i = from; i < to && !found; i++) {
      if (matched == 0 && highSurrogate == 0) i = candidate(text, i, to);
      if (i == to) break;
      char c = text[i];
      if (c < 0x80 && highSurrogate == 0) next(TextFolding.foldAscii(c));
      else other(c);
    }
    return !found;
  }

  /// Where a match may begin: most of a text is passed over in here.
  private int candidate(char[] text, int from, int to) {
    char first = needle[0];
    char small = first >= 'A' && first <= 'Z' ? (char) (first | 0x20) : first;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c == first || c == small || c >= 0x80) return i;
    }
    return to;
  }

  @Override
  public void gap() {
    matched = 0;
    highSurrogate = 0;
  }

  private void other(char c) {
    char high = highSurrogate;
    highSurrogate = 0;
    if (high != 0 && Character.isLowSurrogate(c)) {
      all(TextFolding.fold(Character.toCodePoint(high, c)));
      return;
    }
    if (high != 0) next(high);
    if (Character.isHighSurrogate(c)) highSurrogate = c;
    else if (c < 0x80) next(TextFolding.foldAscii(c));
    else all(TextFolding.fold(c));
  }

  private void all(String folded) {
    for (int i = 0; i < folded.length(); i++) next(folded.charAt(i));
  }

  private void next(char c) {
    if (found) return;
    while (matched > 0 && needle[matched] != c) matched = fallback[matched];
    if (needle[matched] == c) matched++;
    found = matched == needle.length;
  }
}

package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.CharBuffer;
import org.posthorn.wire.mail.TextFolding;
import org.posthorn.wire.mail.TextSink;

/// Cuts text that comes in pieces into tokens of folded text, such that every piece of the text
/// that is of one kind is found again:
///
/// - A word is a token. Of one longer than [#MAX_WORD] there are parts of that length, each
///   beginning [#OVERLAP] characters before the end of the one before, so whatever is at most
///   [#MAX_SOUGHT] long lies within a part, and what begins or ends the word begins or ends one.
/// - Of a run of a script without spaces each two neighbours are a token; one that is alone is one.
///
/// Owned by one thread.
final class Tokens implements TextSink {

  static final int MAX_WORD = 64;
  static final int OVERLAP = 31;

  /// What is longer lies in no part of a long word for certain.
  static final int MAX_SOUGHT = OVERLAP + 1;

  private final TokenSink sink;
  private final char[] run = new char[MAX_WORD];
  private final byte[] octets = new byte[MAX_WORD * Units.MOST_OCTETS];
  private byte kind = CharKinds.SEPARATOR;
  private int length;

  /// How much of the run is in a token already.
  private int given;

  private char highSurrogate;
  private long left;
  private boolean isFull;

  /// @param maxChars characters after which the reading ends
  Tokens(TokenSink sink, long maxChars) {
    this.sink = sink;
    left = maxChars;
  }

  /// True when something was left out.
  boolean isFull() {
    return isFull;
  }

  @Override
  public boolean text(CharSequence piece) {
    left -= piece.length();
    if (left < 0) isFull = true;
    if (isFull) return false;
    if (piece instanceof CharBuffer buffer && buffer.hasArray()) {
      int from = buffer.arrayOffset() + buffer.position();
      text(buffer.array(), from, from + buffer.remaining());
    } else {
      text(piece.toString().toCharArray(), 0, piece.length());
    }
    return !isFull;
  }

  /// A token as it is, of octets; false when there is no room for more.
  boolean whole(String token) {
    if (!isFull && !sink.token(token.getBytes(ISO_8859_1), token.length())) isFull = true;
    return !isFull;
  }

  private void text(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c < 0x80 && highSurrogate == 0) folded(TextFolding.foldAscii(c));
      else other(c);
    }
  }

  @Override
  public void gap() {
    // what TextMatcher forgets at a gap is forgotten here
    highSurrogate = 0;
    endRun();
    kind = CharKinds.SEPARATOR;
  }

  private void other(char c) {
    char high = highSurrogate;
    highSurrogate = 0;
    if (high != 0 && Character.isLowSurrogate(c)) {
      all(TextFolding.fold(Character.toCodePoint(high, c)));
      return;
    }
    if (high != 0) folded(high);
    if (Character.isHighSurrogate(c)) highSurrogate = c;
    else if (c < 0x80) folded(TextFolding.foldAscii(c));
    else all(TextFolding.fold(c));
  }

  private void all(String folded) {
    for (int i = 0; i < folded.length(); i++) folded(folded.charAt(i));
  }

  private void folded(char c) {
    byte next = CharKinds.of(c);
    if (next != kind) {
      endRun();
      kind = next;
    }
    switch (next) {
      case CharKinds.WORD -> word(c);
      case CharKinds.PAIR -> pair(c);
      default -> {}
    }
  }

  private void word(char c) {
    run[length++] = c;
    if (length < MAX_WORD) return;
    give();
    System.arraycopy(run, MAX_WORD - OVERLAP, run, 0, OVERLAP);
    length = given = OVERLAP;
  }

  private void pair(char c) {
    run[length++] = c;
    if (length < 2) return;
    give();
    run[0] = c;
    length = given = 1;
  }

  private void endRun() {
    if (length > given) give();
    length = given = 0;
  }

  private void give() {
    int size = 0;
    for (int i = 0; i < length; i++) size = Units.write(run[i], octets, size);
    if (!isFull && !sink.token(octets, size)) isFull = true;
  }
}

package org.posthorn.wire.mail;

import java.text.Normalizer;

/// Folds text so that what people take for the same compares as the same: i;unicode-casemap (RFC
/// 5051), which IMAP wants for SEARCH and SORT.
///
/// Each code point alone becomes its simple titlecase, then its full compatibility decomposition.
/// Beyond RFC 5051 the outcome is titlecased once more, so that `ﬁ` is `fi` and `ǆ` is `dž`; a
/// string that matches by the RFC matches here too. Since no code point depends on its neighbours,
/// folded pieces of a text can be put together.
public final class TextFolding {

  private static final int CACHED = 0x3000;

  /// Folded forms of the scripts of small alphabets; filled by any thread, each entry computed to
  /// the same value.
  private static final String[] CACHE = new String[CACHED];

  private TextFolding() {}

  public static String fold(CharSequence text) {
    var folded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int c = Character.codePointAt(text, at);
      at += Character.charCount(c);
      if (c < 0x80) folded.append(foldAscii((char) c));
      else folded.append(fold(c));
    }
    return folded.toString();
  }

  /// The folded form of an ASCII character.
  public static char foldAscii(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c & ~0x20) : c;
  }

  /// The folded form of a code point that is not ASCII.
  public static String fold(int c) {
    if (c >= CACHED) return compute(c);
    var known = CACHE[c];
    if (known == null) CACHE[c] = known = compute(c);
    return known;
  }

  private static String compute(int c) {
    // lone surrogates and ideographs are themselves
    boolean itself = (c >= 0x3400 && c < 0xa000) || (c >= 0xd800 && c < 0xe000);
    if (itself) return Character.toString(c);
    var title = Character.toString(Character.toTitleCase(c));
    var decomposed = Normalizer.normalize(title, Normalizer.Form.NFKD);
    var folded = new StringBuilder(decomposed.length());
    decomposed.codePoints().forEach(each -> folded.appendCodePoint(Character.toTitleCase(each)));
    return folded.toString();
  }
}

package org.posthorn.domain.search;

/// What each character of folded text does to a token: it parts tokens, it is in a word, or it
/// belongs to a script that writes without spaces, which is cut into pairs.
///
/// A kind depends on the character alone and not on its neighbours. That is what makes the index
/// exact: a piece of text that is all of one kind lies within one run of that kind wherever it is
/// found.
final class CharKinds {

  static final byte SEPARATOR = 0;
  static final byte WORD = 1;
  static final byte PAIR = 2;

  private static final byte[] KINDS = kinds();

  private CharKinds() {}

  static byte of(char c) {
    return KINDS[c];
  }

  private static byte[] kinds() {
    var kinds = new byte[0x10000];
    for (int c = 0; c < kinds.length; c++)
      kinds[c] = isWithoutSpaces(c) ? PAIR : isOfWords(c) ? WORD : SEPARATOR;
    return kinds;
  }

  private static boolean isOfWords(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> Character.isLetterOrDigit(c);
    };
  }

  /// Thai and Lao, Burmese, Khmer, kana and ideographs; surrogates, which stand for rare ideographs
  /// and pictures.
  private static boolean isWithoutSpaces(int c) {
    return (c >= 0x0e00 && c < 0x0f00)
        || (c >= 0x1000 && c < 0x10a0)
        || (c >= 0x1780 && c < 0x1800)
        || (c >= 0x2e80 && c < 0x2fe0)
        || (c >= 0x3040 && c < 0x3200)
        || (c >= 0x3400 && c < 0xa000)
        || (c >= 0xd800 && c < 0xe000)
        || (c >= 0xf900 && c < 0xfb00);
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;

/// The characters that one place of a regular expression takes, under a comparator.
final class CharacterSet {

  /// A named class of POSIX.
  enum Named {
    ALPHA,
    DIGIT,
    ALNUM,
    UPPER,
    LOWER,
    SPACE,
    BLANK,
    PUNCT,
    PRINT,
    GRAPH,
    CNTRL,
    XDIGIT,
    WORD
  }

  private final Comparator comparator;
  private final List<int[]> ranges = new ArrayList<>();
  private final List<Named> classes = new ArrayList<>();
  private boolean negated;
  private boolean any;

  CharacterSet(Comparator comparator) {
    this.comparator = comparator;
  }

  static CharacterSet any(Comparator comparator) {
    var set = new CharacterSet(comparator);
    set.any = true;
    return set;
  }

  static CharacterSet of(int c, Comparator comparator) {
    return new CharacterSet(comparator).add(c, c);
  }

  static CharacterSet of(Named named, boolean negated, Comparator comparator) {
    var set = new CharacterSet(comparator).add(named);
    set.negated = negated;
    return set;
  }

  CharacterSet add(int first, int last) {
    ranges.add(new int[] {first, last});
    return this;
  }

  CharacterSet add(Named named) {
    classes.add(named);
    return this;
  }

  CharacterSet negate() {
    negated = true;
    return this;
  }

  boolean has(int c) {
    if (any) return true;
    if (comparator == Comparator.OCTET) return holds(c) != negated;
    boolean ascii = comparator == Comparator.ASCII_CASEMAP;
    if (ascii && c >= 0x80) return holds(c) != negated;
    boolean found = holds(c) || holds(Character.toLowerCase(c)) || holds(Character.toUpperCase(c));
    return found != negated;
  }

  private boolean holds(int c) {
    for (var range : ranges) if (c >= range[0] && c <= range[1]) return true;
    for (var named : classes) if (is(named, c)) return true;
    return false;
  }

  static boolean is(Named named, int c) {
    return switch (named) {
      case ALPHA -> Character.isLetter(c);
      case DIGIT -> c >= '0' && c <= '9';
      case ALNUM -> Character.isLetterOrDigit(c);
      case UPPER -> Character.isUpperCase(c);
      case LOWER -> Character.isLowerCase(c);
      case SPACE -> c == ' ' || (c >= 9 && c <= 13) || Character.isSpaceChar(c);
      case BLANK -> c == ' ' || c == '\t';
      case PUNCT -> isGraph(c) && !Character.isLetterOrDigit(c);
      case PRINT -> c == ' ' || isGraph(c);
      case GRAPH -> isGraph(c);
      case CNTRL -> Character.isISOControl(c);
      case XDIGIT -> c < 0x80 && Character.digit(c, 16) >= 0;
      case WORD -> c == '_' || Character.isLetterOrDigit(c);
    };
  }

  private static boolean isGraph(int c) {
    return !Character.isISOControl(c)
        && !Character.isSpaceChar(c)
        && !Octets.isEscape(c)
        && Character.getType(c) != Character.UNASSIGNED;
  }
}

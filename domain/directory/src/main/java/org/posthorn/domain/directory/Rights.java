package org.posthorn.domain.directory;

import org.jspecify.annotations.Nullable;

/// What somebody may do with a mailbox: the letters of RFC 4314 §2.1.
///
/// The two letters of RFC 2086 that stand for several, `c` and `d`, are read and written as RFC
/// 4314 §2.1.1 says, and not kept.
public record Rights(int bits) {

  /// Every letter, in the order in which they are written.
  private static final String LETTERS = "lrswipkxtea";

  /// One thing that may be done.
  public enum Right {
    /// `l`: the mailbox is shown by LIST.
    LOOKUP('l'),
    /// `r`: SELECT, STATUS, and reading.
    READ('r'),
    /// `s`: `\Seen` is kept.
    SEEN('s'),
    /// `w`: flags other than `\Seen` and `\Deleted`.
    WRITE('w'),
    /// `i`: APPEND, and COPY into it.
    INSERT('i'),
    /// `p`: mail may be sent to the mailbox's own address. Kept; nothing here asks for it.
    POST('p'),
    /// `k`: mailboxes are made below it.
    CREATE('k'),
    /// `x`: it is deleted or renamed.
    DELETE_MAILBOX('x'),
    /// `t`: `\Deleted` is set and taken back.
    DELETE_MESSAGES('t'),
    /// `e`: EXPUNGE.
    EXPUNGE('e'),
    /// `a`: rights are given and taken.
    ADMINISTER('a');

    private final char letter;

    Right(char letter) {
      this.letter = letter;
    }

    private int bit() {
      return 1 << LETTERS.indexOf(letter);
    }
  }

  public static final Rights NONE = new Rights(0);
  public static final Rights ALL = new Rights((1 << LETTERS.length()) - 1);

  /// Whoever works with a mailbox as with his own, but gives no rights to others.
  public static final Rights MEMBER = ALL.minus(of(Right.ADMINISTER));

  /// Whoever looks on; what he has read is kept.
  public static final Rights READER = of(Right.LOOKUP, Right.READ, Right.SEEN);

  public static Rights of(Right... rights) {
    int bits = 0;
    for (var right : rights) bits |= right.bit();
    return new Rights(bits);
  }

  /// Reads letters, each as often as one likes; null for one that means nothing.
  public static @Nullable Rights parse(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      int of = bits(letters.charAt(i));
      if (of == 0) return null;
      bits |= of;
    }
    return new Rights(bits);
  }

  /// RFC 4314 §2.1.1: `c` is `k`, `d` is `e`, `t` and `x`.
  private static int bits(char letter) {
    return switch (letter) {
      case 'c' -> Right.CREATE.bit();
      case 'd' -> of(Right.EXPUNGE, Right.DELETE_MESSAGES, Right.DELETE_MAILBOX).bits;
      default -> {
        int place = LETTERS.indexOf(letter);
        yield place < 0 ? 0 : 1 << place;
      }
    };
  }

  public boolean has(Right right) {
    return (bits & right.bit()) != 0;
  }

  /// Whether it has one of these at least.
  public boolean hasAnyOf(Rights others) {
    return (bits & others.bits) != 0;
  }

  public boolean isEmpty() {
    return bits == 0;
  }

  public Rights plus(Rights more) {
    return new Rights(bits | more.bits);
  }

  public Rights minus(Rights less) {
    return new Rights(bits & ~less.bits);
  }

  /// The letters.
  public String text() {
    var text = new StringBuilder();
    for (var right : Right.values()) if (has(right)) text.append(right.letter);
    return text.toString();
  }

  /// The letters with `c` and `d` where one of those that they stand for is there (RFC 4314
  /// §2.1.1), as answers to clients have them.
  public String textWithObsolete() {
    var text = new StringBuilder(text());
    if (has(Right.CREATE)) text.append('c');
    if (hasAnyOf(new Rights(bits('d')))) text.append('d');
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}

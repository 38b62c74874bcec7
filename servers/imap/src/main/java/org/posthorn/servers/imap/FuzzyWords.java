package org.posthorn.servers.imap;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.TextFolding;
import org.posthorn.wire.mail.TextSink;

/// Matches word by word: each wanted word must begin a word of the text, whatever its case and its
/// diacritics. All of them one after the other are the best match, whole words are better than
/// beginnings.
final class FuzzyWords implements FuzzyMatch {

  /// Of more wanted words the first count.
  private static final int MAX_WORDS = 32;

  private static final int WHOLE = 80;
  private static final int BEGINNING = 50;

  private final List<String> wanted;
  private final Words words = new Words(this::take);
  private long begun;
  private long whole;
  private int inOrder;
  private boolean phrase;

  private FuzzyWords(List<String> wanted) {
    this.wanted = wanted;
  }

  /// Null when there is no word in what is wanted.
  static @Nullable FuzzyWords of(String text) {
    var wanted = new ArrayList<String>();
    var words = new Words(wanted::add);
    words.text(text);
    words.gap();
    if (wanted.isEmpty()) return null;
    return new FuzzyWords(List.copyOf(wanted.subList(0, Math.min(wanted.size(), MAX_WORDS))));
  }

  @Override
  public boolean text(CharSequence piece) {
    words.text(piece);
    return !phrase;
  }

  @Override
  public void gap() {
    words.gap();
    inOrder = 0;
  }

  @Override
  public void reset() {
    gap();
    begun = 0;
    whole = 0;
    phrase = false;
  }

  @Override
  public int score() {
    words.gap();
    long all = (1L << wanted.size()) - 1;
    if (phrase) return PERFECT;
    if (whole == all) return WHOLE;
    return begun == all ? BEGINNING : 0;
  }

  private void take(String word) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!word.startsWith(wanted.get(i))) continue;
      begun |= 1L << i;
      if (word.length() == wanted.get(i).length()) whole |= 1L << i;
    }
    if (word.equals(wanted.get(inOrder))) inOrder++;
    else inOrder = word.equals(wanted.getFirst()) ? 1 : 0;
    if (inOrder < wanted.size()) return;
    phrase = true;
    inOrder = 0;
  }

  /// Takes text in pieces apart into words, folded, of which it keeps one at a time. Ideographs are
  /// words of their own.
  private static final class Words implements TextSink {

    /// Characters of a word; what follows belongs to it and is not looked at.
    private static final int MAX_LENGTH = 64;

    private final Consumer<String> sink;
    private final StringBuilder word = new StringBuilder();
    private char high;

    Words(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public boolean text(CharSequence piece) {
      for (int i = 0; i < piece.length(); i++) {
        char c = piece.charAt(i);
        if (Character.isHighSurrogate(c)) high = c;
        else if (Character.isLowSurrogate(c)) character(Character.toCodePoint(high, c));
        else character(c);
      }
      return true;
    }

    @Override
    public void gap() {
      high = 0;
      if (word.isEmpty()) return;
      sink.accept(word.toString());
      word.setLength(0);
    }

    private void character(int c) {
      int type = Character.getType(c);
      boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
      if (mark) return;
      boolean ideograph = Character.isIdeographic(c);
      if (ideograph || !Character.isLetterOrDigit(c)) gap();
      if (!ideograph && !Character.isLetterOrDigit(c)) return;
      if (word.length() < MAX_LENGTH) word.append(c < 0x80 ? plain(c) : folded(c));
      if (ideograph) gap();
    }

    private static String plain(int c) {
      return Character.toString(Character.toUpperCase(c));
    }

    private static String folded(int c) {
      var decomposed =
          Normalizer.normalize(TextFolding.fold(Character.toString(c)), Normalizer.Form.NFKD);
      var plain = new StringBuilder();
      decomposed
          .codePoints()
          .filter(each -> Character.getType(each) != Character.NON_SPACING_MARK)
          .forEach(plain::appendCodePoint);
      return plain.toString();
    }
  }
}

package org.posthorn.domain.search;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.mail.TextFolding;

/// A word that emails are ranked by, as people look for words: case and diacritics do not matter,
/// its beginning counts, and so do other forms of it in the languages that change a word at its
/// end.
///
/// @param octets of [Units], folded, without diacritics
/// @param isPair two characters of a script without spaces, which are looked for anywhere
record RankedWord(String octets, boolean isPair) {

  /// Words of a query that are looked at.
  static final int MAX_WORDS = 16;

  /// As long as the word itself.
  private static final float SAME = 1;

  private static final float BEGINNING = 0.7f;
  private static final float OTHER_FORM = 0.5f;

  /// Another form of a word has another end, which is no longer than this.
  private static final int MAX_ENDING = 3;

  /// What it has in common is at least so long, and more than half of both.
  private static final int MIN_STEM = 4;

  static List<RankedWord> of(String query) {
    var words = new ArrayList<RankedWord>();
    var folded = withoutMarks(TextFolding.fold(query));
    for (int from = 0; from < folded.length() && words.size() < MAX_WORDS; ) {
      byte kind = CharKinds.of(folded.charAt(from));
      int to = from + 1;
      while (to < folded.length() && CharKinds.of(folded.charAt(to)) == kind) to++;
      if (kind == CharKinds.WORD) words.add(word(folded.substring(from, to)));
      if (kind == CharKinds.PAIR) addPairs(folded.substring(from, to), words);
      from = to;
    }
    return words.stream().distinct().limit(MAX_WORDS).toList();
  }

  private static RankedWord word(String text) {
    var kept = text.length() > Tokens.MAX_SOUGHT ? text.substring(0, Tokens.MAX_SOUGHT) : text;
    return new RankedWord(Units.octets(kept), false);
  }

  private static void addPairs(String run, List<RankedWord> words) {
    if (run.length() == 1) words.add(new RankedWord(Units.octets(run), true));
    for (int i = 0; i + 2 <= run.length() && words.size() < MAX_WORDS; i++)
      words.add(new RankedWord(Units.octets(run.substring(i, i + 2)), true));
  }

  /// The combining diacritical marks of Latin, Greek and Cyrillic text that was decomposed.
  private static String withoutMarks(String text) {
    var without = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x300 || c > 0x36f) without.append(c);
    }
    return without.toString();
  }

  /// The octets of a token without the same marks, which take two octets from 0xcc on.
  static String withoutMarksIn(String token) {
    if (token.indexOf('\u00cc') < 0 && token.indexOf('\u00cd') < 0) return token;
    var without = new StringBuilder(token.length());
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean isMark =
          i + 1 < token.length() && (c == 0xcc || (c == 0xcd && token.charAt(i + 1) < 0xb0));
      if (isMark) i++;
      else without.append(c);
    }
    return without.toString();
  }

  /// What a token that fits has in common with all others that do.
  String beginning() {
    return octets.substring(0, 1);
  }

  /// How well a token is this word: 0 is not at all.
  float fits(String token) {
    if (isPair) return token.contains(octets) ? SAME : 0;
    var bare = withoutMarksIn(token);
    if (bare.startsWith(octets)) return bare.length() == octets.length() ? SAME : BEGINNING;
    int common = 0;
    int shorter = Math.min(bare.length(), octets.length());
    while (common < shorter && bare.charAt(common) == octets.charAt(common)) common++;
    boolean isOtherForm =
        common >= MIN_STEM
            && bare.length() - common <= MAX_ENDING
            && octets.length() - common <= MAX_ENDING
            && 2 * common > Math.max(bare.length(), octets.length());
    return isOtherForm ? OTHER_FORM : 0;
  }
}

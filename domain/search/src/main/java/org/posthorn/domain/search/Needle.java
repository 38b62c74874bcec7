package org.posthorn.domain.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.posthorn.wire.mail.TextFolding;

/// A text that is looked for, as patterns of tokens that every text has that it is in.
///
/// Only what is all of one kind and short enough is in a text exactly when its token is; for
/// everything else the patterns give candidates.
///
/// @param patterns each of some token; empty when the text says nothing about tokens
/// @param isExact one pattern says it all
record Needle(List<Pattern> patterns, boolean isExact) {

  /// More say little that these do not.
  private static final int MAX_PATTERNS = 16;

  Needle {
    patterns = List.copyOf(patterns);
  }

  static Needle of(String text) {
    var folded = TextFolding.fold(text);
    var patterns = new LinkedHashSet<Pattern>();
    boolean isExact = false;
    for (int from = 0; from < folded.length(); ) {
      byte kind = CharKinds.of(folded.charAt(from));
      int to = from + 1;
      while (to < folded.length() && CharKinds.of(folded.charAt(to)) == kind) to++;
      boolean isAlone = from == 0 && to == folded.length();
      switch (kind) {
        case CharKinds.WORD -> {
          isExact = isAlone && to - from <= Tokens.MAX_SOUGHT;
          patterns.add(word(folded, from, to));
        }
        case CharKinds.PAIR -> {
          isExact = isAlone && to - from <= 2;
          patterns.addAll(pairs(folded, from, to));
        }
        default -> {}
      }
      from = to;
    }
    return new Needle(patterns.stream().limit(MAX_PATTERNS).toList(), isExact);
  }

  /// What is before or after a word in the text is no part of it, so the word begins or ends there.
  private static Pattern word(String folded, int from, int to) {
    boolean begins = from > 0;
    boolean ends = to < folded.length();
    if (to - from <= Tokens.MAX_SOUGHT) {
      var octets = Units.octets(folded.substring(from, to));
      if (begins) return ends ? Pattern.whole(octets) : Pattern.beginning(octets);
      return ends ? Pattern.end(octets) : Pattern.inside(octets);
    }
    int cut = Tokens.MAX_SOUGHT;
    if (begins) return Pattern.beginning(Units.octets(folded.substring(from, from + cut)));
    if (ends) return Pattern.end(Units.octets(folded.substring(to - cut, to)));
    return Pattern.inside(Units.octets(folded.substring(from, from + cut)));
  }

  private static List<Pattern> pairs(String folded, int from, int to) {
    if (to - from == 1) return List.of(Pattern.inside(Units.octets(folded.substring(from, to))));
    var pairs = new ArrayList<Pattern>();
    for (int i = from; i + 2 <= to && pairs.size() < MAX_PATTERNS; i++)
      pairs.add(Pattern.inside(Units.octets(folded.substring(i, i + 2))));
    return pairs;
  }
}

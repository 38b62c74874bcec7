package org.posthorn.domain.filters;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;

/// Flags as scripts write them. What cannot be a flag is left out (RFC 5232 §2: unknown system
/// flags are ignored).
final class FlagWords {

  /// A keyword longer than this is nobody's.
  private static final int MAX_CHARACTERS = 100;

  private FlagWords() {}

  static Flags flags(@Nullable List<String> words) {
    if (words == null || words.isEmpty()) return Flags.NONE;
    var system = new HashSet<SystemFlag>();
    var keywords = new HashSet<String>();
    for (var word : words) {
      if (word.startsWith("\\")) system.addAll(system(word.substring(1)));
      else if (isKeyword(word)) keywords.add(word);
    }
    return new Flags(system, keywords);
  }

  /// The same the other way.
  static List<String> words(Flags flags) {
    var words = new ArrayList<String>();
    for (var flag : flags.system())
      words.add("\\" + flag.name().charAt(0) + flag.name().substring(1).toLowerCase(Locale.ROOT));
    words.addAll(flags.keywords());
    words.sort(null);
    return words;
  }

  private static Set<SystemFlag> system(String word) {
    for (var flag : SystemFlag.values())
      if (flag.name().equals(word.toUpperCase(Locale.ROOT))) return Set.of(flag);
    return Set.of();
  }

  // RFC 9051 §9: an atom
  private static boolean isKeyword(String word) {
    if (word.isEmpty() || word.length() > MAX_CHARACTERS) return false;
    return word.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// The internal variable of flags (RFC 5232 §3), and the rules for lists of flags (§2). Owned by
/// one run.
final class FlagSet {

  private static final Set<String> SYSTEM =
      Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

  /// More are no flags of a message but an attack on the store.
  static final int MAX_FLAGS = 100;

  private static final int MAX_FLAG_CHARACTERS = 255;

  private List<String> flags;
  private boolean touched;

  FlagSet(List<String> flags) {
    this.flags = flags;
  }

  List<String> flags() {
    return flags;
  }

  /// Whether the script has said anything about it.
  boolean isTouched() {
    return touched;
  }

  void set(List<String> other) {
    flags = List.copyOf(other);
    touched = true;
  }

  /// The flags of strings that may hold several with blanks between them: each once, whatever its
  /// case; what is no flag or cannot be set is left out.
  static List<String> flagsOf(List<String> strings) {
    var distinct = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    var flags = new ArrayList<String>();
    for (var string : strings)
      for (var flag : string.split("[ \t\r\n]+", -1))
        if (isFlag(flag) && flags.size() < MAX_FLAGS && distinct.put(flag, flag) == null)
          flags.add(flag);
    return List.copyOf(flags);
  }

  static List<String> without(List<String> flags, List<String> removed) {
    return flags.stream()
        .filter(flag -> removed.stream().noneMatch(flag::equalsIgnoreCase))
        .toList();
  }

  // RFC 9051 §9: flag = "\Answered" / … / flag-keyword; flag-keyword = atom. \Recent and unknown
  // system flags cannot be set.
  private static boolean isFlag(String flag) {
    if (flag.isEmpty() || flag.length() > MAX_FLAG_CHARACTERS) return false;
    if (flag.charAt(0) == '\\') return SYSTEM.contains(flag.toLowerCase(Locale.ROOT));
    for (int i = 0; i < flag.length(); i++) {
      char c = flag.charAt(i);
      if (c <= ' ' || c >= 0x7f || "(){%*\"\\]".indexOf(c) >= 0) return false;
    }
    return true;
  }
}

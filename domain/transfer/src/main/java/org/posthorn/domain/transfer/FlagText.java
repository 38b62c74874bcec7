package org.posthorn.domain.transfer;

import java.util.Locale;
import java.util.TreeSet;
import org.posthorn.domain.mailbox.Flags;

/// Flags as one text, for comparing them with what they were at an earlier run.
final class FlagText {
  private FlagText() {}

  /// System flags as `\\SEEN`, keywords in small letters, in alphabetical order.
  static String of(Flags flags) {
    var words = new TreeSet<String>();
    for (var flag : flags.system()) words.add("\\" + flag.name());
    for (var keyword : flags.keywords()) words.add(keyword.toLowerCase(Locale.ROOT));
    return String.join(" ", words);
  }
}

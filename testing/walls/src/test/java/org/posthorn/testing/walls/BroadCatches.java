package org.posthorn.testing.walls;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds `catch (Exception …)` and `catch (Throwable …)` in a source text. Compiled classes do not
/// tell them from what the compiler makes of try-with-resources.
final class BroadCatches {
  private static final Pattern CATCH = Pattern.compile("\\bcatch\\s*\\(([^)]*)\\)");
  private static final Pattern BROAD =
      Pattern.compile("\\b(java\\.lang\\.)?(Exception|Throwable)\\b");

  private BroadCatches() {}

  /// The line numbers.
  static List<Integer> lines(String source) {
    var lines = new ArrayList<Integer>();
    var found = CATCH.matcher(source);
    while (found.find()) {
      if (BROAD.matcher(found.group(1)).find())
        lines.add(
            1 + (int) source.substring(0, found.start()).chars().filter(c -> c == '\n').count());
    }
    return lines;
  }
}

package org.posthorn.testing.testkit;

import java.util.List;

/// Cuts a transcript into what is done at once: one client line, or a run of server lines.
final class Runs {
  private Runs() {}

  /// The line at an index, with all server lines of the same session that follow it when it is one.
  static List<Line> from(List<Line> lines, int index) {
    var first = lines.get(index);
    var end = index + 1;
    while (first.kind().isServer() && end < lines.size() && belongs(first, lines.get(end))) end++;
    return lines.subList(index, end);
  }

  private static boolean belongs(Line first, Line line) {
    return line.kind().isServer() && line.session().equals(first.session());
  }

  static boolean reads(Line line) {
    return line.kind() == Line.Kind.EXPECT || line.kind() == Line.Kind.CLOSED;
  }
}

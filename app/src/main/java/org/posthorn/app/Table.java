package org.posthorn.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Columns of text, as wide as they must be.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  @Override
  public String toString() {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows)
      for (int i = 0; i < widths.length; i++)
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var cell = row.get(i);
        line.append(cell).repeat(" ", widths[i] + 2 - cell.codePointCount(0, cell.length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}

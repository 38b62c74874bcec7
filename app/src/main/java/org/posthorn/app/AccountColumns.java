package org.posthorn.app;

import java.util.List;
import java.util.Locale;
import org.posthorn.app.DirectoryRequest.ImportRow;

/// Which column of an import file holds what; -1 where there is none.
record AccountColumns(int address, int password, int name, int quota) {
  private static final AccountColumns STANDARD = new AccountColumns(0, 1, 2, 3);
  private static final List<String> NAMES = List.of("address", "password", "name", "quota");

  static boolean isHead(Csv.Row row) {
    return row.fields().stream().anyMatch(field -> word(field).equals("address"));
  }

  /// As the first row names them, or the standard ones when it is none that names columns.
  static AccountColumns of(Csv.Row first) throws Csv.Malformed {
    return isHead(first) ? named(first) : STANDARD;
  }

  private static AccountColumns named(Csv.Row head) throws Csv.Malformed {
    var words = head.fields().stream().map(AccountColumns::word).toList();
    for (var word : words)
      if (!NAMES.contains(word))
        throw new Csv.Malformed(
            head.line(),
            "there is no column \"%s\"; did you mean \"%s\"?"
                .formatted(word, Nearest.to(word, NAMES)));
    return new AccountColumns(
        words.indexOf("address"),
        words.indexOf("password"),
        words.indexOf("name"),
        words.indexOf("quota"));
  }

  private static String word(String field) {
    return field.strip().toLowerCase(Locale.ROOT);
  }

  ImportRow row(Csv.Row row) throws Csv.Malformed {
    int most = Math.max(Math.max(address, password), Math.max(name, quota)) + 1;
    if (row.fields().size() > most)
      throw new Csv.Malformed(
          row.line(),
          "%d fields instead of %d; a comma inside a field needs quotes around it"
              .formatted(row.fields().size(), most));
    return new ImportRow(
        row.line(),
        row.field(address).strip(),
        row.field(password),
        row.field(name),
        row.field(quota).strip());
  }
}

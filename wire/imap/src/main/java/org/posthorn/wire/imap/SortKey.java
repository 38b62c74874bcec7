package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.List;

/// One criterion of SORT (RFC 5256 §3).
public record SortKey(By by, boolean reverse) {

  /// What is compared.
  public enum By {
    ARRIVAL,
    CC,
    DATE,
    /// RFC 5957
    DISPLAYFROM,
    /// RFC 5957
    DISPLAYTO,
    FROM,
    /// RFC 6203 §6
    RELEVANCY,
    SIZE,
    SUBJECT,
    TO
  }

  /// ```
  /// sort-criteria  = "(" sort-criterion *(SP sort-criterion) ")"
  /// sort-criterion = ["REVERSE" SP] sort-key
  /// ```
  static List<SortKey> parse(Cursor cursor) throws ImapSyntaxException {
    var keys = new ArrayList<SortKey>();
    cursor.expect('(');
    do {
      if (keys.size() == ImapLimits.SORT_KEYS) throw cursor.fault("Too many sort criteria");
      var word = cursor.word();
      boolean reverse = word.equals("REVERSE");
      if (reverse) {
        cursor.space();
        word = cursor.word();
      }
      keys.add(new SortKey(by(cursor, word), reverse));
    } while (cursor.skipIf(' '));
    cursor.expect(')');
    return keys;
  }

  private static By by(Cursor cursor, String word) throws ImapSyntaxException {
    for (var by : By.values()) if (by.name().equals(word)) return by;
    throw cursor.fault("Unknown sort criterion");
  }
}

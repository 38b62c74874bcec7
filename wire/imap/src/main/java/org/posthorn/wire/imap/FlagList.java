package org.posthorn.wire.imap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The lists of flags in STORE and APPEND (RFC 9051 §9); a flag named twice is there once.
final class FlagList {

  private FlagList() {}

  /// `flag-list = "(" [flag *(SP flag)] ")"`
  static List<Flag> parenthesized(Cursor cursor) throws ImapSyntaxException {
    cursor.expect('(');
    if (cursor.skipIf(')')) return List.of();
    var flags = bare(cursor);
    cursor.expect(')');
    return flags;
  }

  /// `flag *(SP flag)`
  static List<Flag> bare(Cursor cursor) throws ImapSyntaxException {
    var flags = new LinkedHashSet<Flag>();
    int count = 0;
    do {
      if (++count > ImapLimits.FLAGS) throw cursor.fault("Too many flags");
      flags.add(cursor.flag());
    } while (cursor.skipIf(' '));
    return new ArrayList<>(flags);
  }
}

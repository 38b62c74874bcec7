package org.posthorn.domain.transfer;

import java.util.List;
import java.util.Locale;

/// One response of a server.
///
/// @param tag `*`, `+`, or that of a command
/// @param number the one before the name, as in `* 23 EXISTS`; -1 without
/// @param name in capitals
/// @param items what follows; nothing for `OK`, `NO`, `BAD`, `BYE` and `PREAUTH`
/// @param text what follows those
record ImapResponse(String tag, long number, String name, List<ImapItem> items, String text) {
  ImapResponse {
    items = List.copyOf(items);
  }

  boolean isUntagged(String wanted) {
    return tag.equals("*") && name.equals(wanted);
  }

  /// The arguments of a response code, or empty: for `[UIDVALIDITY 7] text` asked for
  /// `UIDVALIDITY`, `7`.
  String code(String wanted) {
    int end = text.indexOf(']');
    if (!text.toUpperCase(Locale.ROOT).startsWith("[" + wanted + " ") || end < 0) return "";
    return text.substring(wanted.length() + 2, end);
  }
}

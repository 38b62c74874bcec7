package org.posthorn.wire.imap;

import java.util.Locale;

/// The name of a filter (RFC 5466 §4), in lower case: it is part of the name of an annotation, and
/// those have no case.
public record FilterName(String text) {

  /// `filter-name = 1*<any ATOM-CHAR except "/">`
  public FilterName {
    if (!isOne(text)) throw new IllegalArgumentException("not the name of a filter");
    text = text.toLowerCase(Locale.ROOT);
  }

  public static boolean isOne(String text) {
    return Chars.isAtom(text) && text.indexOf('/') < 0;
  }
}

package org.posthorn.domain.search;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where in a message a token is: bits, stored with each email that has the token.
final class Fields {

  static final int BODY = 1;
  static final int SUBJECT = 1 << 1;
  static final int FROM = 1 << 2;
  static final int TO = 1 << 3;
  static final int CC = 1 << 4;
  static final int BCC = 1 << 5;

  /// Values of other fields, and the names of all.
  static final int OTHER = 1 << 6;

  /// The text that was got out of attachments, for ranking: SEARCH looks into text parts only.
  static final int ATTACHMENT = 1 << 7;

  /// What SEARCH looks at.
  static final int ALL = ATTACHMENT - 1;

  /// The first octet of a token that says: there is a field of this name.
  static final char PRESENCE = 1;

  private static final Map<String, Integer> OWN =
      Map.of("SUBJECT", SUBJECT, "FROM", FROM, "TO", TO, "CC", CC, "BCC", BCC);

  private Fields() {}

  /// The bit of a field's values.
  static int of(String name) {
    var upper = upper(name);
    return upper == null ? OTHER : OWN.getOrDefault(upper, OTHER);
  }

  /// The token that says that there is a field of this name; null for names that have none, because
  /// they are too long or not of printable ASCII.
  static @Nullable String presence(String name) {
    var upper = upper(name);
    return upper == null ? null : PRESENCE + upper;
  }

  private static @Nullable String upper(String name) {
    if (name.isEmpty() || name.length() >= Tokens.MAX_WORD) return null;
    var upper = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f) return null;
      upper.append(c >= 'a' && c <= 'z' ? (char) (c & ~0x20) : c);
    }
    return upper.toString();
  }
}

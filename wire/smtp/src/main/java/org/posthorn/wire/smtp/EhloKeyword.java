package org.posthorn.wire.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The extensions that servers offer in answer to EHLO and LHLO, ours and those a client may meet.
public enum EhloKeyword {
  /// RFC 6152
  EIGHTBITMIME("8BITMIME"),
  /// RFC 4954
  AUTH("AUTH"),
  /// RFC 3030
  BINARYMIME("BINARYMIME"),
  /// RFC 3030
  CHUNKING("CHUNKING"),
  /// RFC 2852
  DELIVERBY("DELIVERBY"),
  /// RFC 3461
  DSN("DSN"),
  /// RFC 2034
  ENHANCEDSTATUSCODES("ENHANCEDSTATUSCODES"),
  /// RFC 1985
  ETRN("ETRN"),
  /// RFC 5321
  EXPN("EXPN"),
  /// RFC 4865
  FUTURERELEASE("FUTURERELEASE"),
  /// RFC 5321
  HELP("HELP"),
  /// RFC 9422
  LIMITS("LIMITS"),
  /// RFC 6710
  MT_PRIORITY("MT-PRIORITY"),
  /// RFC 2920
  PIPELINING("PIPELINING"),
  /// RFC 8689
  REQUIRETLS("REQUIRETLS"),
  /// RFC 1870
  SIZE("SIZE"),
  /// RFC 6531
  SMTPUTF8("SMTPUTF8"),
  /// RFC 3207
  STARTTLS("STARTTLS"),
  /// RFC 5321
  VRFY("VRFY");

  private final String wireName;

  EhloKeyword(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /// The keyword of this name, letter case ignored; null when it is not known.
  public static @Nullable EhloKeyword named(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    for (var keyword : values()) if (keyword.wireName.equals(upper)) return keyword;
    return null;
  }
}

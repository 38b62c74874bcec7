package org.posthorn.wire.mailauth;

import java.util.Locale;

/// What an SPF check came to (RFC 7208 §2.6).
public enum SpfResult {
  /// There is no domain to ask, or it has no record.
  NONE,
  /// The domain does not want to say.
  NEUTRAL,
  PASS,
  FAIL,
  SOFTFAIL,
  TEMPERROR,
  PERMERROR;

  /// As written in header fields and reports.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

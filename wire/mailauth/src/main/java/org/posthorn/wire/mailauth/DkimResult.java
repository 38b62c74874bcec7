package org.posthorn.wire.mailauth;

import java.util.Locale;

/// What a DKIM signature came to, in the words of RFC 8601 §2.7.1. That there is none is an empty
/// list.
public enum DkimResult {
  PASS,
  /// The signature is sound in itself and does not fit the message.
  FAIL,
  /// We do not accept such signatures, whether they fit or not.
  POLICY,
  /// The field cannot be read or asks for something that we do not know.
  NEUTRAL,
  TEMPERROR,
  PERMERROR;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

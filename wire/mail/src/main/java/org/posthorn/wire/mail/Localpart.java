package org.posthorn.wire.mail;

import java.text.Normalizer;
import java.util.Locale;

/// The part of an address before the `@`, unquoted (RFC 5321 §4.1.2, RFC 6531 §3.3). At most 64
/// octets.
public record Localpart(String text) {

  public static final int MAX_OCTETS = 64;

  /// What lookups use: local parts of hosted mailboxes do not differ by case or by Unicode form.
  public String key() {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}

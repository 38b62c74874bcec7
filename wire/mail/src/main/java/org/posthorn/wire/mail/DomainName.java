package org.posthorn.wire.mail;

import java.util.Locale;

/// A domain name, with U-labels or A-labels, or an address literal in brackets. At most 255 octets.
public record DomainName(String text) {

  public static final int MAX_OCTETS = 255;

  /// What lookups use: lower case, A-labels turned into U-labels.
  public String key() {
    return text.toLowerCase(Locale.ROOT);
  }
}

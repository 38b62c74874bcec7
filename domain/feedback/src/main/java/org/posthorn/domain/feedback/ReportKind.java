package org.posthorn.domain.feedback;

import java.util.Locale;

/// What a report is about.
public enum ReportKind {
  /// Mail in a domain's name (RFC 7489 §7.2).
  DMARC,
  /// The way to a domain's hosts (RFC 8460).
  TLS;

  /// As it is stored and shown.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ReportKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

package org.posthorn.domain.transfer;

/// What others have written, for a report.
final class Printable {
  private static final int MOST = 200;

  private Printable() {}

  /// Without control characters, and not too long.
  static String of(String text) {
    var some = text.length() > MOST ? text.substring(0, MOST) + "…" : text;
    return some.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }
}

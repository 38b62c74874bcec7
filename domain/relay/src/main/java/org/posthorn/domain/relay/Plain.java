package org.posthorn.domain.relay;

/// Text from elsewhere made fit for one line of a log or report.
final class Plain {

  private static final int MAX_CHARACTERS = 300;

  private Plain() {}

  static String text(String foreign) {
    var text = new StringBuilder();
    foreign
        .codePoints()
        .limit(MAX_CHARACTERS)
        .forEach(c -> text.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return text.toString();
  }
}

package org.posthorn.wire.sieve;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of HTML without its mark-up, as good as filters need it (RFC 5173 §5.3): tags are gone,
/// scripts and styles too, the common character references are characters.
final class HtmlText {

  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  private static final int MAX_REFERENCE = 10;

  private final String html;
  private final StringBuilder text;
  private int at;

  private HtmlText(String html) {
    this.html = html;
    this.text = new StringBuilder(html.length());
  }

  static String of(String html) {
    return new HtmlText(html).run();
  }

  private String run() {
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') tag();
      else if (c == '&') reference();
      else {
        text.append(c);
        at++;
      }
    }
    return text.toString();
  }

  private void tag() {
    if (html.startsWith("<!--", at)) {
      skipBehind("-->");
    } else if (isElement("script")) {
      skipBehind("</script");
      skipBehind(">");
    } else if (isElement("style")) {
      skipBehind("</style");
      skipBehind(">");
    } else {
      boolean inline = isInline();
      skipBehind(">");
      if (!inline) text.append(' ');
    }
  }

  /// A tag inside of words, such as `<b>`.
  private boolean isInline() {
    int name = at + 1;
    if (name < html.length() && html.charAt(name) == '/') name++;
    for (var inline : new String[] {"b", "i", "u", "em", "a", "span", "strong", "font", "wbr"}) {
      int end = name + inline.length();
      boolean same = html.regionMatches(true, name, inline, 0, inline.length());
      if (same && end < html.length() && !Character.isLetterOrDigit(html.charAt(end))) return true;
    }
    return false;
  }

  private boolean isElement(String name) {
    return html.regionMatches(true, at + 1, name, 0, name.length());
  }

  private void skipBehind(String end) {
    while (at < html.length() && !html.regionMatches(true, at, end, 0, end.length())) at++;
    at = Math.min(html.length(), at + end.length());
  }

  private void reference() {
    int limit = Math.min(html.length(), at + MAX_REFERENCE);
    int end = html.substring(at, limit).indexOf(';') + at;
    var name = end < at ? "" : html.substring(at + 1, end);
    var character = name.startsWith("#") ? numbered(name.substring(1)) : NAMED.get(name);
    text.append(character == null ? "&" : character);
    at = character == null ? at + 1 : end + 1;
  }

  private static @Nullable String numbered(String digits) {
    try {
      boolean hex = digits.startsWith("x") || digits.startsWith("X");
      int c = hex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
      return Character.isValidCodePoint(c) && c > 0 ? Character.toString(c) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

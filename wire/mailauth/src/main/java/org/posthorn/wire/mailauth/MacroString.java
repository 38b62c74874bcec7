package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.List;

/// Text with macros in it (RFC 7208 §7.1), parsed and not expanded.
record MacroString(List<Piece> pieces) {

  sealed interface Piece {}

  record Literal(String text) implements Piece {}

  /// @param letter in lower case
  /// @param isEscaped whether it was written in upper case, so that its value is URL-escaped
  /// @param rightmost how many parts to keep; all of them if there are fewer
  /// @param delimiters never empty
  record Macro(char letter, boolean isEscaped, int rightmost, boolean isReversed, String delimiters)
      implements Piece {}

  private enum Place {
    DOMAIN,
    MODIFIER,
    EXPLANATION
  }

  private static final String LETTERS = "slodiphcrtv";
  private static final String LETTERS_OF_EXPLANATIONS = "crt";
  private static final String DELIMITERS = ".-+,/_=";

  MacroString {
    pieces = List.copyOf(pieces);
  }

  /// `domain-spec = macro-string domain-end`; never empty.
  static MacroString domainSpec(String text) throws SpfFault {
    return parse(text, Place.DOMAIN);
  }

  static MacroString macroString(String text) throws SpfFault {
    return parse(text, Place.MODIFIER);
  }

  /// `explain-string = *( macro-string / SP )`
  static MacroString explainString(String text) throws SpfFault {
    return parse(text, Place.EXPLANATION);
  }

  private static MacroString parse(String text, Place place) throws SpfFault {
    var pieces = new ArrayList<Piece>();
    var literal = new StringBuilder();
    int at = 0;
    int macrosEnd = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '%') {
        if (!isLiteral(c, place)) throw SpfFault.permanent("a character that may not stand here");
        literal.append(c);
        at++;
        continue;
      }
      int end = macroEnd(text, at);
      if (text.charAt(at + 1) == '{') {
        if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
        literal.setLength(0);
        pieces.add(macro(text.substring(at + 2, end - 1), place));
      } else {
        literal.append(escaped(text.charAt(at + 1)));
      }
      at = macrosEnd = end;
    }
    if (place == Place.DOMAIN && !isDomainEnd(text.substring(macrosEnd), macrosEnd > 0))
      throw SpfFault.permanent("a malformed domain-spec");
    if (!literal.isEmpty()) pieces.add(new Literal(literal.toString()));
    return new MacroString(pieces);
  }

  // macro-literal = %x21-24 / %x26-7E
  private static boolean isLiteral(char c, Place place) {
    return (c > ' ' && c < 0x7f) || (c == ' ' && place == Place.EXPLANATION);
  }

  // macro-expand = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-"
  private static int macroEnd(String text, int at) throws SpfFault {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (next == '%' || next == '_' || next == '-') return at + 2;
    int end = next == '{' ? text.indexOf('}', at) : -1;
    if (end < 0) throw SpfFault.permanent("a % that starts no macro");
    return end + 1;
  }

  private static String escaped(char c) {
    return switch (c) {
      case '_' -> " ";
      case '-' -> "%20";
      default -> "%";
    };
  }

  private static Macro macro(String inside, Place place) throws SpfFault {
    if (inside.isEmpty()) throw SpfFault.permanent("an empty macro");
    char written = inside.charAt(0);
    char letter = (char) (written | 0x20);
    boolean isKnown = isAlpha(written) && LETTERS.indexOf(letter) >= 0;
    if (!isKnown || (place == Place.DOMAIN && LETTERS_OF_EXPLANATIONS.indexOf(letter) >= 0))
      throw SpfFault.permanent("an unknown macro letter");
    int at = 1;
    while (at < inside.length() && Digits.isDigit(inside.charAt(at))) at++;
    int rightmost = rightmost(inside.substring(1, at));
    boolean reversed = at < inside.length() && (inside.charAt(at) | 0x20) == 'r';
    if (reversed) at++;
    var delimiters = inside.substring(at);
    for (int i = 0; i < delimiters.length(); i++)
      if (DELIMITERS.indexOf(delimiters.charAt(i)) < 0)
        throw SpfFault.permanent("a malformed macro");
    return new Macro(
        letter, written < 'a', rightmost, reversed, delimiters.isEmpty() ? "." : delimiters);
  }

  /// RFC 7208 §7.3: not zero, and whatever is too many means all.
  private static int rightmost(String digits) throws SpfFault {
    if (digits.isEmpty()) return Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < digits.length() && most < 1_000_000; i++)
      most = most * 10 + digits.charAt(i) - '0';
    if (most == 0) throw SpfFault.permanent("a macro that keeps nothing");
    return most;
  }

  // domain-end = ( "." toplabel [ "." ] ) / macro-expand
  private static boolean isDomainEnd(String afterMacros, boolean hasMacro) {
    if (afterMacros.isEmpty()) return hasMacro;
    int end = afterMacros.endsWith(".") ? afterMacros.length() - 1 : afterMacros.length();
    int dot = afterMacros.lastIndexOf('.', end - 1);
    return dot >= 0 && isTopLabel(afterMacros.substring(dot + 1, end));
  }

  // toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
  private static boolean isTopLabel(String label) {
    if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) return false;
    boolean alphabetic = false;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (!isAlphanumeric(c) && c != '-') return false;
      alphabetic |= !Digits.isDigit(c);
    }
    return alphabetic;
  }

  static boolean isAlpha(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  static boolean isAlphanumeric(char c) {
    return isAlpha(c) || Digits.isDigit(c);
  }
}

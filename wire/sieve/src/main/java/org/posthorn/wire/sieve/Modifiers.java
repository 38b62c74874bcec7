package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `set` and `extracttext` do to a value before it is stored, largest precedence first (RFC
/// 5229 §4.1, RFC 5435 §6).
record Modifiers(List<Modifier> all) {

  enum Modifier {
    LOWER(40),
    UPPER(40),
    LOWERFIRST(30),
    UPPERFIRST(30),
    QUOTEWILDCARD(20),
    /// of the draft of "regex"
    QUOTEREGEX(20),
    ENCODEURL(15),
    LENGTH(10);

    private final int precedence;

    Modifier(int precedence) {
      this.precedence = precedence;
    }
  }

  private static final String REGEX_MARKS = ".[]{}()*+?^$|\\";

  static Modifiers of(Arguments arguments) throws CheckFailed {
    var all = new ArrayList<Modifier>();
    for (var modifier : Modifier.values()) {
      var tag = modifier.name().toLowerCase(Locale.ROOT);
      boolean given =
          switch (modifier) {
            case ENCODEURL -> arguments.flag(tag, Extension.ENOTIFY);
            case QUOTEREGEX -> arguments.flag(tag, Extension.REGEX);
            case LOWER, UPPER, LOWERFIRST, UPPERFIRST, QUOTEWILDCARD, LENGTH -> arguments.flag(tag);
          };
      if (!given) continue;
      if (!all.isEmpty() && all.getLast().precedence == modifier.precedence)
        throw arguments.fail(
            ":"
                + all.getLast().name().toLowerCase(Locale.ROOT)
                + " and :"
                + tag
                + " exclude each other");
      all.add(modifier);
    }
    return new Modifiers(List.copyOf(all));
  }

  String apply(String value) {
    var text = value;
    for (var modifier : all) text = apply(modifier, text);
    return text;
  }

  private static String apply(Modifier modifier, String text) {
    return switch (modifier) {
      case LOWER -> lower(text);
      case UPPER -> Comparator.upper(text);
      case LOWERFIRST -> text.isEmpty() ? "" : lower(text.substring(0, 1)) + text.substring(1);
      case UPPERFIRST ->
          text.isEmpty() ? "" : Comparator.upper(text.substring(0, 1)) + text.substring(1);
      case QUOTEWILDCARD -> quoted(text, "*?\\");
      case QUOTEREGEX -> quoted(text, REGEX_MARKS);
      case ENCODEURL -> encoded(text);
      case LENGTH -> Integer.toString(text.codePointCount(0, text.length()));
    };
  }

  private static String lower(String text) {
    var lower = text.toCharArray();
    for (int i = 0; i < lower.length; i++)
      if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char) (lower[i] + 0x20);
    return new String(lower);
  }

  private static String quoted(String text, String marks) {
    var quoted = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (marks.indexOf(c) >= 0) quoted.append('\\');
      quoted.append(c);
    }
    return quoted.toString();
  }

  // RFC 3986 §2.3: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
  private static String encoded(String text) {
    var encoded = new StringBuilder(text.length() + 16);
    for (byte octet : Octets.encode(text)) {
      char c = (char) (octet & 0xff);
      if (c < 0x80 && (Lexer.isLetter(c) || Lexer.isDigit(c) || "-.~".indexOf(c) >= 0))
        encoded.append(c);
      else encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return encoded.toString();
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A string of a script with the variables in it (RFC 5229 §3).
///
/// @param source the string before variables are filled in
record Template(Position at, String source, List<Piece> pieces) {

  /// RFC 5229 §6 demands 9.
  static final int MAX_MATCH_VARIABLE = 99;

  /// RFC 5229 §6 demands 32.
  static final int MAX_NAME_CHARACTERS = 128;

  sealed interface Piece {
    record Literal(String text) implements Piece {}

    /// A variable of the script.
    ///
    /// @param name in lower case
    record Variable(String name) implements Piece {}

    /// `${global.name}` (RFC 6609 §3.4.2).
    record Global(String name) implements Piece {}

    record Match(int number) implements Piece {}
  }

  Template {
    pieces = List.copyOf(pieces);
  }

  static Template constant(Position at, String text) {
    return new Template(at, text, List.of(new Piece.Literal(text)));
  }

  /// Reads the variables of a string.
  ///
  /// @param active the extensions that may be used here
  static Template of(Position at, String text, Set<Extension> active) throws CheckFailed {
    int dollar = text.indexOf("${");
    if (dollar < 0) return constant(at, text);
    var pieces = new ArrayList<Piece>();
    int plain = 0;
    while (dollar >= 0) {
      int end = nameEnd(text, dollar + 2);
      if (end > 0) {
        if (dollar > plain) pieces.add(new Piece.Literal(text.substring(plain, dollar)));
        pieces.add(reference(at, text.substring(dollar + 2, end), active));
        plain = end + 1;
      }
      dollar = text.indexOf("${", end > 0 ? end + 1 : dollar + 1);
    }
    if (plain < text.length()) pieces.add(new Piece.Literal(text.substring(plain)));
    return new Template(at, text, pieces);
  }

  boolean isConstant() {
    return pieces.stream().allMatch(piece -> piece instanceof Piece.Literal);
  }

  // variable-ref = "${" [namespace] variable-name "}"
  // variable-name = num-variable / identifier; namespace = identifier "." *(variable-name ".")
  /// Where the `}` is of a reference whose name begins at `from`, or -1.
  private static int nameEnd(String text, int from) {
    int at = from;
    boolean first = true;
    while (true) {
      int start = at;
      boolean number = at < text.length() && Lexer.isDigit(text.charAt(at));
      while (at < text.length() && isNameCharacter(text.charAt(at), number)) at++;
      if (at == start || at == text.length()) return -1;
      char c = text.charAt(at);
      if (c == '}') return at;
      if (c != '.' || (first && number)) return -1;
      first = false;
      at++;
    }
  }

  private static boolean isNameCharacter(char c, boolean number) {
    return Lexer.isDigit(c) || (!number && Lexer.isLetter(c));
  }

  private static Piece reference(Position at, String name, Set<Extension> active)
      throws CheckFailed {
    var lower = name.toLowerCase(Locale.ROOT);
    if (name.length() > MAX_NAME_CHARACTERS)
      throw CheckFailed.of(
          at, "a variable's name has at most " + MAX_NAME_CHARACTERS + " characters");
    if (Lexer.isDigit(name.charAt(0))) return match(at, name);
    int dot = name.indexOf('.');
    if (dot < 0) return new Piece.Variable(lower);
    var namespace = lower.substring(0, dot);
    var rest = lower.substring(dot + 1);
    if (!namespace.equals("global"))
      throw CheckFailed.ofExtension(at, "the variables \"" + namespace + ".\" are not known here");
    if (!active.contains(Extension.INCLUDE))
      throw CheckFailed.of(at, "the variables \"global.\" need: require \"include\";");
    if (rest.indexOf('.') >= 0 || Lexer.isDigit(rest.charAt(0)))
      throw CheckFailed.of(at, "\"global.\" is followed by one name (RFC 6609 §3.4.2)");
    return new Piece.Global(rest);
  }

  private static Piece match(Position at, String digits) throws CheckFailed {
    int number = 0;
    for (int i = 0; i < digits.length() && number <= MAX_MATCH_VARIABLE; i++)
      number = number * 10 + digits.charAt(i) - '0';
    if (number > MAX_MATCH_VARIABLE)
      throw CheckFailed.of(
          at,
          "match variables go up to ${" + MAX_MATCH_VARIABLE + "}, there is no ${" + digits + "}");
    return new Piece.Match(number);
  }

  /// Whether it can be the name of a variable without namespace.
  static boolean isVariableName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS || !Lexer.isLetter(name.charAt(0)))
      return false;
    for (int i = 0; i < name.length(); i++)
      if (!isNameCharacter(name.charAt(i), false)) return false;
    return true;
  }
}

package org.posthorn.wire.sieve;

import java.util.Locale;
import org.posthorn.wire.sieve.Token.Kind;

/// Splits a script into tokens (RFC 5228 §8.1). What is no token is reported and skipped.
///
/// COMPAT(editors, 2026-11): lines that end with LF alone, a byte order mark at the start, a last
/// comment without its line end. Strings have CRLF line ends whatever the script had.
final class Lexer {

  /// RFC 5228 §2.4.1 wants 2,147,483,647; no size or time of mail is beyond this.
  private static final long MAX_NUMBER = 1L << 40;

  private final String text;
  private final Diagnostics diagnostics;
  private final int maxString;
  private int at;
  private int line = 1;

  /// A place of the line at hand and its column, so that a long line is counted once.
  private int counted;

  private int countedColumn = 1;

  Lexer(String text, Diagnostics diagnostics, SieveLimits limits) {
    this.text = text;
    this.diagnostics = diagnostics;
    this.maxString = limits.stringCharacters();
    if (text.startsWith("\ufeff")) at = counted = 1;
  }

  Token next() {
    while (true) {
      skipSpace();
      if (at == text.length()) return new Token(Kind.END, here(), "", 0, at);
      char c = text.charAt(at);
      if (isLetter(c)) return identifier();
      if (isDigit(c)) return number();
      if (c == '"') return quoted();
      if (c == ':' && at + 1 < text.length() && isLetter(text.charAt(at + 1))) return tag();
      if ("[](){},;".indexOf(c) >= 0) {
        var start = here();
        at++;
        return new Token(Kind.SEPARATOR, start, String.valueOf(c), 0, at);
      }
      skipNonsense(c);
    }
  }

  private Position here() {
    countedColumn += text.codePointCount(counted, at);
    counted = at;
    return diagnostics.at(line, countedColumn);
  }

  private void skipNonsense(char c) {
    var where = here();
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    // one message for a run of them
    while (at < text.length() && text.charAt(at) > 0x7f) at++;
    if (c == 0) diagnostics.error(where, "a zero octet is not allowed in a script");
    else if (c == '\r')
      diagnostics.error(where, "a carriage return must be followed by a line feed");
    else if (c == ':') diagnostics.error(where, "a tag needs a name right after the \":\"");
    else if (c == '/') diagnostics.error(where, "a comment begins with \"/*\" or \"#\"");
    else if (c == '\'' || c == '\u201c' || c == '\u201d' || c == '\u2018' || c == '\u2019')
      diagnostics.error(where, "strings are written in straight double quotes: \"text\"");
    else if (c > 0x7f)
      diagnostics.error(where, "characters beyond ASCII are allowed in strings and comments only");
    else diagnostics.error(where, "\"" + c + "\" means nothing here");
  }

  // white-space = 1*(SP / CRLF / HTAB) / comment
  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') newLine();
      else if (c == ' ' || c == '\t' || isCrlf()) at++;
      else if (c == '#') skipLine();
      else if (c == '/' && text.startsWith("/*", at)) skipBracketComment();
      else return;
    }
  }

  private boolean isCrlf() {
    return text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
  }

  private void newLine() {
    at++;
    line++;
    counted = at;
    countedColumn = 1;
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') at++;
  }

  private void skipBracketComment() {
    var start = here();
    int end = text.indexOf("*/", at + 2);
    if (end < 0) diagnostics.error(start, "this comment is never closed with \"*/\"");
    int stop = end < 0 ? text.length() : end + 2;
    while (at < stop) {
      if (text.charAt(at) == '\n') newLine();
      else at++;
    }
  }

  // identifier = (ALPHA / "_") *(ALPHA / DIGIT / "_")
  private Token identifier() {
    var start = here();
    var name = word();
    if (name.equals("text") && at < text.length() && text.charAt(at) == ':')
      return multiLine(start);
    return new Token(Kind.IDENTIFIER, start, name, 0, at);
  }

  private Token tag() {
    var start = here();
    at++;
    return new Token(Kind.TAG, start, word(), 0, at);
  }

  private String word() {
    int from = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) at++;
    return text.substring(from, at).toLowerCase(Locale.ROOT);
  }

  // number = 1*DIGIT [ QUANTIFIER ]
  private Token number() {
    var start = here();
    long value = 0;
    boolean tooLarge = false;
    while (at < text.length() && isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at++) - '0';
      tooLarge |= value > MAX_NUMBER;
      if (tooLarge) value = 0;
    }
    if (at < text.length()) {
      int shift = 10 * ("kmg".indexOf(Character.toLowerCase(text.charAt(at))) + 1);
      if (shift > 0) at++;
      tooLarge |= value > MAX_NUMBER >> shift;
      value = tooLarge ? 0 : value << shift;
    }
    if (tooLarge) diagnostics.error(start, "this number is too large");
    if (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      diagnostics.error(here(), "a number ends with a digit, or with one of K, M and G");
      var _ = word();
    }
    return new Token(Kind.NUMBER, start, "", value, at);
  }

  // quoted-string = DQUOTE quoted-text DQUOTE
  private Token quoted() {
    var start = here();
    var value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) at++;
      take(value);
    }
    if (at == text.length()) diagnostics.error(start, "this string is never closed with \"\"\"");
    else at++;
    return string(start, value);
  }

  /// The character at hand; line ends become CRLF.
  private void take(StringBuilder value) {
    char c = text.charAt(at);
    if (c == '\n') {
      value.append("\r\n");
      newLine();
      return;
    }
    if (c == 0) diagnostics.error(here(), "a zero octet is not allowed in a script");
    if (c == '\r' && !isCrlf())
      diagnostics.error(here(), "a carriage return must be followed by a line feed");
    if (c != '\r') value.append(c);
    at++;
  }

  private Token string(Position start, StringBuilder value) {
    if (value.length() > maxString) {
      diagnostics.error(start, "this string is longer than " + maxString + " characters");
      value.setLength(0);
    }
    return new Token(Kind.STRING, start, value.toString(), 0, at);
  }

  // multi-line = "text:" *(SP / HTAB) (hash-comment / CRLF)
  //              *(multiline-literal / multiline-dotstart) "." CRLF
  private Token multiLine(Position start) {
    at++;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
    if (at < text.length() && text.charAt(at) == '#') skipLine();
    if (at < text.length() && isCrlf()) at++;
    if (at == text.length() || text.charAt(at) != '\n') {
      diagnostics.error(here(), "after \"text:\" the text begins on the next line");
      return new Token(Kind.STRING, start, "", 0, at);
    }
    newLine();
    var value = new StringBuilder();
    while (at < text.length()) {
      if (text.charAt(at) == '.' && endsText()) return string(start, value);
      if (text.startsWith("..", at)) at++;
      while (at < text.length() && text.charAt(at) != '\n') take(value);
      if (at < text.length()) take(value);
    }
    diagnostics.error(start, "this text is never ended by a line that is only \".\"");
    return string(start, value);
  }

  /// Whether the line at hand is only a dot; it is taken then.
  private boolean endsText() {
    int end = at + 1;
    if (end < text.length() && text.charAt(end) == '\r') end++;
    if (end < text.length() && text.charAt(end) != '\n') return false;
    at = end;
    return true;
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

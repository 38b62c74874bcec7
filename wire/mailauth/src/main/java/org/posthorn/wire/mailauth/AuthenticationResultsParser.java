package org.posthorn.wire.mailauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;
import org.posthorn.wire.mailauth.AuthenticationResults.Property;

/// Reads Authentication-Results by the grammar of RFC 8601 §2.2, in time that grows with the text.
///
/// Refused: other versions, more than 100 results, more than 100,000 characters, comments without
/// end.
final class AuthenticationResultsParser {

  private static final int MAX_CHARACTERS = 100_000;
  private static final int MAX_RESULTS = 100;
  private static final int MAX_PROPERTIES = 100;
  private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

  private final String text;
  private int at;

  private AuthenticationResultsParser(String text) {
    this.text = text;
  }

  /// The text cannot be read.
  private static final class Malformed extends Exception {
    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  static @Nullable AuthenticationResults parse(String text) {
    if (text.length() > MAX_CHARACTERS) return null;
    try {
      return new AuthenticationResultsParser(text).payload();
    } catch (Malformed e) {
      return null;
    }
  }

  /// The first word, whatever comes after it; null when there is none.
  static @Nullable String authservId(String text) {
    try {
      var parser = new AuthenticationResultsParser(text);
      parser.space();
      return parser.value(SPECIALS);
    } catch (Malformed e) {
      return null;
    }
  }

  // authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo )
  private AuthenticationResults payload() throws Malformed {
    space();
    var id = value(SPECIALS);
    if (id.isEmpty()) throw new Malformed();
    space();
    if (at < text.length() && Digits.isDigit(text.charAt(at)) && !word().equals("1"))
      throw new Malformed();
    space();
    var results = new ArrayList<MethodResult>();
    while (at < text.length()) {
      expect(';');
      space();
      if (at == text.length() && !results.isEmpty()) break; // COMPAT(many, 2026-11): `;` at the end
      if (results.size() == MAX_RESULTS) throw new Malformed();
      var method = keyword();
      space();
      if (method.equals("none") && results.isEmpty() && at == text.length()) break;
      results.add(result(method));
    }
    return new AuthenticationResults(id, results);
  }

  // resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
  private MethodResult result(String method) throws Malformed {
    if (peek() == '/') {
      at++;
      space();
      if (!word().equals("1")) throw new Malformed();
      space();
    }
    expect('=');
    space();
    var result = keyword();
    space();
    String reason = null;
    var properties = new ArrayList<Property>();
    while (at < text.length() && peek() != ';') {
      var type = keyword();
      space();
      if (peek() == '=' && type.equals("reason") && reason == null) {
        at++;
        space();
        reason = value(SPECIALS);
      } else {
        if (properties.size() == MAX_PROPERTIES) throw new Malformed();
        properties.add(property(type));
      }
      space();
    }
    return new MethodResult(method, result, reason, List.copyOf(properties));
  }

  // propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue
  private Property property(String type) throws Malformed {
    expect('.');
    space();
    var name = keyword();
    space();
    expect('=');
    space();
    return new Property(type, name, pvalue());
  }

  /// COMPAT(many, 2026-11): base64, addresses and IPv6 addresses are written without quotes.
  private String pvalue() throws Malformed {
    var start = at;
    if (peek() != '"') return value("()\";");
    var local = value(SPECIALS);
    if (peek() != '@') return local;
    return text.substring(start, at) + value("()\";");
  }

  /// A token without these characters, or a quoted string.
  private String value(String specials) throws Malformed {
    if (peek() == '"') return quoted();
    int start = at;
    while (at < text.length()
        && text.charAt(at) > ' '
        && text.charAt(at) != 0x7f
        && specials.indexOf(text.charAt(at)) < 0) at++;
    if (at == start) throw new Malformed();
    return text.substring(start, at);
  }

  private String quoted() throws Malformed {
    var plain = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return plain.toString();
      }
      if (c == '\\' && ++at == text.length()) break;
      c = text.charAt(at);
      if (c != '\r' && c != '\n') plain.append(c);
    }
    throw new Malformed();
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (MacroString.isAlphanumeric(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0))
      at++;
    return text.substring(start, at);
  }

  private String keyword() throws Malformed {
    var word = word().toLowerCase(Locale.ROOT);
    if (!AuthenticationResults.isKeyword(word)) throw new Malformed();
    return word;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char c) throws Malformed {
    if (peek() != c) throw new Malformed();
    at++;
  }

  /// [CFWS]; comments may hold comments.
  private void space() throws Malformed {
    int depth = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '(') depth++;
      else if (c == ')' && depth > 0) depth--;
      else if (c == '\\' && depth > 0) at++;
      else if (depth == 0 && !TagList.isSpace(c)) break;
    }
    if (depth > 0 || at > text.length()) throw new Malformed();
  }
}

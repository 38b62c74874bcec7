package org.posthorn.wire.mailauth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;

/// The Authentication-Results field (RFC 8601): what a server, called by its authserv-id, found out
/// about a message.
///
/// Written without comments, folded, quoted where it must be. No results is `none`.
public record AuthenticationResults(String authservId, List<MethodResult> results) {

  public static final String FIELD = "Authentication-Results";

  /// What one method came to.
  ///
  /// @param method `spf`, `dkim`, `dmarc`, `arc`, `iprev`, `auth`, …
  /// @param result `pass`, `fail`, …
  /// @param reason a sentence, or null
  public record MethodResult(
      String method, String result, @Nullable String reason, List<Property> properties) {

    public MethodResult {
      requireKeyword(method);
      requireKeyword(result);
      properties = List.copyOf(properties);
    }

    /// The value of the first property of that name, or null.
    public @Nullable String value(String type, String name) {
      for (var property : properties)
        if (property.type.equals(type) && property.name.equals(name)) return property.value;
      return null;
    }
  }

  /// Of what the method looked at: `header.d=example.com`.
  public record Property(String type, String name, String value) {
    public Property {
      requireKeyword(type);
      requireKeyword(name);
    }
  }

  private static final int MAX_REMOVED_ID = 1_000;

  /// Three octets each and some backslashes, it still fits into a line.
  private static final int MAX_VALUE = 300;

  public AuthenticationResults {
    if (authservId.isEmpty()) throw new IllegalArgumentException("who says so?");
    results = List.copyOf(results);
  }

  /// `Keyword` of RFC 5321 §4.1.2, with the underscores and dots that registered names have.
  static boolean isKeyword(String text) {
    if (text.isEmpty() || text.length() > 100) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!MacroString.isAlphanumeric(c) && c != '-' && c != '_') return false;
    }
    return true;
  }

  private static void requireKeyword(String text) {
    if (!isKeyword(text)) throw new IllegalArgumentException("not a keyword: " + text);
  }

  /// Reads the value of a field, folded or not; null for text that is none or has a version that is
  /// not 1.
  public static @Nullable AuthenticationResults parse(String value) {
    return AuthenticationResultsParser.parse(value);
  }

  /// The field with its line end, to be put before a message.
  public String field() {
    var field = new FoldedField(FIELD);
    addTo(field);
    return field.text() + "\r\n";
  }

  void addTo(FoldedField field) {
    field.add(written(authservId) + ";");
    if (results.isEmpty()) field.add(" none");
    for (int i = 0; i < results.size(); i++) {
      var result = results.get(i);
      var pieces = new ArrayList<String>();
      pieces.add(result.method + "=" + result.result);
      var reason = result.reason;
      if (reason != null) pieces.add("reason=" + written(reason));
      for (var property : result.properties)
        pieces.add(property.type + "." + property.name + "=" + pvalue(property.value));
      for (int j = 0; j < pieces.size(); j++) {
        boolean last = j == pieces.size() - 1 && i < results.size() - 1;
        field.addWord(pieces.get(j) + (last ? ";" : ""));
      }
    }
  }

  // value = token / quoted-string (RFC 2045 §5.1)
  private static String written(String value) {
    var text = cut(value);
    return isToken(text) ? text : quoted(text);
  }

  // pvalue = [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]
  private static String pvalue(String value) {
    var text = cut(value);
    int at = text.lastIndexOf('@');
    boolean isAddress =
        at >= 0 && isToken(text.substring(at + 1)) && (at == 0 || isDotAtom(text.substring(0, at)));
    return isAddress ? text : written(text);
  }

  /// Lines end before 998 octets (RFC 5322 §2.1.1); a value is not to be broken.
  private static String cut(String text) {
    if (text.length() <= MAX_VALUE) return text;
    int end = Character.isHighSurrogate(text.charAt(MAX_VALUE - 1)) ? MAX_VALUE - 1 : MAX_VALUE;
    return text.substring(0, end);
  }

  private static boolean isToken(String text) {
    if (text.isEmpty()) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7f || "()<>@,;:\\\"/[]?=".indexOf(c) >= 0) return false;
    }
    return true;
  }

  private static boolean isDotAtom(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7f || "()<>[]:;@\\,\"".indexOf(c) >= 0) return false;
    }
    return !text.startsWith(".") && !text.endsWith(".") && !text.contains("..");
  }

  /// Control characters come from strangers and become question marks.
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') quoted.append('\\');
      quoted.append(c < ' ' || c == 0x7f ? '?' : c);
    }
    return quoted.append('"').toString();
  }

  /// The places, as [HeaderFields] counts them, of all fields that claim one of our names (RFC 8601
  /// §5): whoever receives a message from outside takes them out. A field that cannot be read, or
  /// whose version is unknown, is taken out if its name might be ours.
  ///
  /// @param ours authserv-ids, with U-labels or A-labels
  public static List<Integer> forged(HeaderFields header, Set<String> ours) {
    var keys = ours.stream().map(AuthenticationResults::key).toList();
    var places = new ArrayList<Integer>();
    for (int i = 0; i < header.size(); i++) {
      var line = new String(header.line(i), StandardCharsets.UTF_8);
      int colon = line.indexOf(':');
      if (colon < 0 || !TagList.trim(line.substring(0, colon)).equalsIgnoreCase(FIELD)) continue;
      var id = AuthenticationResultsParser.authservId(line.substring(colon + 1));
      if (id == null || id.length() > MAX_REMOVED_ID || keys.contains(key(id))) places.add(i);
    }
    return List.copyOf(places);
  }

  /// RFC 8601 §5: names are compared after conversion of their labels.
  private static String key(String id) {
    var lower = id.toLowerCase(Locale.ROOT);
    try {
      return DomainName.parse(lower).key();
    } catch (AddressException e) {
      return lower;
    }
  }
}

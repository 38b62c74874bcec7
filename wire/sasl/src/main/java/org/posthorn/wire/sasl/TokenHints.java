package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// What a client whose token was refused is told, so that it can get a better one (RFC 7628
/// §3.2.2).
///
/// @param scope one that is good here; null for tokens without
/// @param openidConfiguration where the authorization server describes itself
public record TokenHints(@Nullable String scope, @Nullable String openidConfiguration) {

  public static final TokenHints NONE = new TokenHints(null, null);

  /// The challenge of OAUTHBEARER.
  Octets oauthBearer(TokenError error) {
    var json = new StringBuilder("{\"status\":").append(quoted(error.code()));
    if (scope != null) json.append(",\"scope\":").append(quoted(scope));
    if (openidConfiguration != null)
      json.append(",\"openid-configuration\":").append(quoted(openidConfiguration));
    return Octets.utf8(json.append('}').toString());
  }

  /// The challenge of XOAUTH2.
  Octets xoauth2(TokenError error) {
    var json = new StringBuilder("{\"status\":").append(quoted(error.httpStatus()));
    json.append(",\"schemes\":\"bearer\"");
    if (scope != null) json.append(",\"scope\":").append(quoted(scope));
    return Octets.utf8(json.append('}').toString());
  }

  /// RFC 8259 §7
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray())
      if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < ' ') quoted.append("\\u%04x".formatted((int) c));
      else quoted.append(c);
    return quoted.append('"').toString();
  }
}

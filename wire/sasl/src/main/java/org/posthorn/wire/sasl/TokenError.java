package org.posthorn.wire.sasl;

/// What a client is told about an access token that is not taken: the codes of RFC 6750 §3.1, which
/// RFC 7628 §3.2.2 sends as `status`.
public enum TokenError {
  /// The message had no token in it, or was none.
  INVALID_REQUEST("invalid_request", "400", SaslFailure.MALFORMED),
  /// Never given out, over, or taken back.
  INVALID_TOKEN("invalid_token", "401", SaslFailure.TOKEN),
  /// Good, but not for what is done here.
  INSUFFICIENT_SCOPE("insufficient_scope", "403", SaslFailure.TOKEN_SCOPE);

  private final String code;
  private final String httpStatus;
  private final SaslFailure failure;

  TokenError(String code, String httpStatus, SaslFailure failure) {
    this.code = code;
    this.httpStatus = httpStatus;
    this.failure = failure;
  }

  String code() {
    return code;
  }

  /// What XOAUTH2 sends in its place (RFC 6750 §3.1).
  String httpStatus() {
    return httpStatus;
  }

  SaslFailure failure() {
    return failure;
  }
}

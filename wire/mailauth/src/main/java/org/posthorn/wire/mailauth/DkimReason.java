package org.posthorn.wire.mailauth;

/// Why a signature came to its result. The text is for logs and header fields.
public enum DkimReason {
  VERIFIED(DkimResult.PASS, "good signature"),
  BODY_HASH(DkimResult.FAIL, "body hash did not verify"),
  SIGNATURE(DkimResult.FAIL, "signature did not verify"),

  SYNTAX(DkimResult.NEUTRAL, "signature syntax error"),
  VERSION(DkimResult.NEUTRAL, "incompatible version"),
  UNKNOWN_ALGORITHM(DkimResult.NEUTRAL, "unknown algorithm"),
  UNKNOWN_CANONICALIZATION(DkimResult.NEUTRAL, "unknown canonicalization"),
  UNKNOWN_QUERY(DkimResult.NEUTRAL, "unknown query method"),

  /// RFC 8301 §3.1.
  SHA1(DkimResult.POLICY, "SHA-1 is not accepted"),
  /// RFC 8301 §3.2.
  WEAK_KEY(DkimResult.POLICY, "RSA key of less than 1024 bits"),
  EXPIRED(DkimResult.POLICY, "signature expired"),
  FUTURE(DkimResult.POLICY, "signature from the future"),
  /// RFC 6376 §8.2: who adds to the body speaks in the signer's name.
  PARTIAL_BODY(DkimResult.POLICY, "unsigned content: l= covers only a part of the body"),
  /// RFC 6376 §8.15: who adds a field speaks in the signer's name.
  DUPLICATE_FIELD(DkimResult.POLICY, "unsigned content: a signed field occurs once more"),

  MISSING_TAG(DkimResult.PERMERROR, "signature missing required tag"),
  DOMAIN_MISMATCH(DkimResult.PERMERROR, "domain mismatch"),
  FROM_NOT_SIGNED(DkimResult.PERMERROR, "From field not signed"),
  BODY_TOO_SHORT(DkimResult.PERMERROR, "l= is more than the body"),
  HEADER_TOO_LARGE(DkimResult.PERMERROR, "header too large"),
  NO_KEY(DkimResult.PERMERROR, "no key for signature"),
  KEY_SYNTAX(DkimResult.PERMERROR, "key syntax error"),
  KEY_REVOKED(DkimResult.PERMERROR, "key revoked"),
  KEY_HASH(DkimResult.PERMERROR, "inappropriate hash algorithm"),
  KEY_ALGORITHM(DkimResult.PERMERROR, "inappropriate key algorithm"),
  KEY_SERVICE(DkimResult.PERMERROR, "key is not for mail"),
  KEY_TOO_LARGE(DkimResult.PERMERROR, "RSA key of more than 8192 bits"),
  KEY_UNAVAILABLE(DkimResult.TEMPERROR, "key unavailable");

  private final DkimResult result;
  private final String text;

  DkimReason(DkimResult result, String text) {
    this.result = result;
    this.text = text;
  }

  public DkimResult result() {
    return result;
  }

  public String text() {
    return text;
  }
}

package org.posthorn.wire.pop3;

/// What programs understand of a response (RFC 2449 §8): never sent without its brackets, and no
/// text begins with a bracket otherwise.
public enum ResponseCode {
  /// RFC 2449 §8.1.2: the login was right, but somebody else has the maildrop.
  IN_USE("IN-USE"),
  /// RFC 3206 §4: try again later.
  SYS_TEMP("SYS/TEMP"),
  /// RFC 3206 §4: somebody has to mend it.
  SYS_PERM("SYS/PERM"),
  /// RFC 3206 §5: other credentials are needed.
  AUTH("AUTH");

  private final String wireName;

  ResponseCode(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}

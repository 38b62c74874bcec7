package org.posthorn.wire.mailauth;

/// How near to each other an author's domain and a proven domain have to be (RFC 7489 §3.1).
public enum DmarcAlignment {
  /// Of one organization.
  RELAXED,
  /// The same.
  STRICT;

  /// As in the tags `adkim` and `aspf`.
  public String text() {
    return this == STRICT ? "s" : "r";
  }
}

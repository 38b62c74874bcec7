package org.posthorn.domain.relay;

/// How safe a way has to be, as somebody here wants it; the other side's own word comes on top with
/// `PUBLISHED`.
public enum TlsDemand {
  /// Never TLS, for hosts whose TLS is broken.
  NONE,
  /// TLS when it works, whatever the other side publishes: `TLS-Required: No` (RFC 8689 §4.2.2).
  OPPORTUNISTIC,
  /// What the other side publishes by DANE or MTA-STS; TLS when it works where it publishes
  /// nothing.
  PUBLISHED,
  /// Always TLS, with anybody.
  ENCRYPTED,
  /// Always TLS, with a certificate of the host's name from a known authority, or by DANE where
  /// that is published.
  VERIFIED,
  /// Always TLS by DANE (RFC 7672 §6).
  DANE
}

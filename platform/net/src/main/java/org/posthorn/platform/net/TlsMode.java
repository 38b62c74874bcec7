package org.posthorn.platform.net;

/// How a listener uses TLS.
public enum TlsMode {
  /// Never: the protocol has no STARTTLS here.
  NONE,
  /// Starts in plain text; the session may call [Connection#startTls()].
  STARTTLS,
  /// TLS from the first byte (RFC 8314 §3).
  IMPLICIT
}

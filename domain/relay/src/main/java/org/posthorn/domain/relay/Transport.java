package org.posthorn.domain.relay;

/// What is spoken with a host.
public enum Transport {
  /// SMTP, with TLS by STARTTLS.
  SMTP,
  /// SMTP over TLS from the first octet, as submission does (RFC 8314 §3.3).
  SMTPS,
  /// LMTP (RFC 2033), with TLS by STARTTLS.
  LMTP
}

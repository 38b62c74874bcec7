package org.posthorn.wire.sasl;

/// How the protocol around an exchange carries what a mechanism says with its success (RFC 4422
/// §3.6, §5 2b).
public enum SuccessData {
  /// In the outcome itself, as XMPP and ManageSieve can.
  WITH_OUTCOME,
  /// As one more challenge, which the client answers with an empty response: SMTP (RFC 4954 §4),
  /// IMAP and POP3.
  AS_CHALLENGE
}

package org.posthorn.servers.smtp;

import org.posthorn.wire.smtp.Verb;

/// The three protocols that share these commands, and what sets them apart.
public enum Flavour {
  /// Mail from other servers, for our own recipients (RFC 5321).
  SMTP("SMTP", Login.NOT_OFFERED),
  /// Mail from our own users, who log in first (RFC 6409).
  SUBMISSION("SMTP", Login.REQUIRED),
  /// Mail from a server of the same house, with an answer for each recipient (RFC 2033).
  LMTP("LMTP", Login.NOT_OFFERED);

  private enum Login {
    NOT_OFFERED,
    REQUIRED
  }

  private final String protocol;
  private final Login login;

  Flavour(String protocol, Login login) {
    this.protocol = protocol;
    this.login = login;
  }

  /// Whether a client has to log in before it sends mail; where it need not, it cannot.
  boolean wantsLogin() {
    return login == Login.REQUIRED;
  }

  /// Whether what is needed to send mail on may be said here: reports (RFC 3461), release (RFC 4865
  /// §4.2 has it nowhere else), TLS all the way (RFC 8689).
  ///
  /// Strangers' mail stays here or is forwarded; where DSN is not offered, their own server reports
  /// that it has handed the message over (RFC 3461 §5.2.2), so we write to no stranger.
  boolean sendsOn() {
    return this == SUBMISSION;
  }

  /// Whether each recipient gets an answer of its own at the end of the data (RFC 2033 §4.2).
  boolean answersEach() {
    return this == LMTP;
  }

  /// Whether this protocol has the command at all.
  boolean has(Verb verb) {
    return this == LMTP ? verb.inLmtp() : verb.inSmtp();
  }

  /// What the greeting calls the protocol (RFC 5321 §4.2, RFC 2033 §4).
  String greetingName() {
    return this == LMTP ? "LMTP" : "ESMTP";
  }

  /// The protocol's part of the `with` clause in trace fields (RFC 5321 §4.4.1, RFC 3848).
  String protocol() {
    return protocol;
  }

  /// For the log.
  String logName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

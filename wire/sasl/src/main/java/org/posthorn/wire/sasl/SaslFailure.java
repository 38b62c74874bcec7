package org.posthorn.wire.sasl;

/// Why an exchange ended without an identity. For logs; what the client hears is the protocol's.
public enum SaslFailure {
  /// A message that is not what the mechanism's grammar allows, UTF-8 included.
  MALFORMED,
  /// A message, name, password or nonce beyond its limit.
  TOO_LONG,
  /// A name or password that cannot be prepared (RFC 8265), the empty one included.
  UNFIT_NAME_OR_PASSWORD,
  /// The other side needs an extension that is unknown here (RFC 5802 §5.1, `m=`).
  EXTENSION,
  /// The client believes that we cannot bind channels though we offered it: somebody changed the
  /// list of mechanisms on the way (RFC 5802 §6).
  DOWNGRADE,
  /// The channel binding flag does not fit the mechanism that was chosen.
  BINDING_FLAG,
  /// A type of channel binding that this connection does not have.
  BINDING_TYPE,
  /// The two ends see different channels: there is somebody in between.
  BINDING_DATA,
  /// The second message's nonce is not the one of this exchange.
  NONCE,
  /// The proof is wrong: wrong password or unknown user, deliberately not told apart.
  PROOF,
  /// An access token that is none, is over, or was taken back.
  TOKEN,
  /// An access token that is good, but not for mail.
  TOKEN_SCOPE,
  /// Nobody can say now whether an access token is good; the client may come back.
  TOKEN_UNDECIDED,
  /// The client meant to talk to a host of another name (RFC 7628 §3.2).
  TOKEN_HOST,
  /// The client has shown no certificate that names an account.
  CERTIFICATE,
  /// Seen by a client: the server could not prove that it knows the password.
  SERVER_SIGNATURE,
  /// Seen by a client: an iteration count below or above what it will compute.
  ITERATIONS,
  /// Seen by a client: the server said no (`e=`).
  REFUSED,
  /// A message after the exchange had ended, or out of turn.
  OUT_OF_TURN
}

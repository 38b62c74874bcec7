package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// The client's end of one SASL exchange, fed with decoded challenges.
///
/// Belongs to the thread of its connection; never throws on what a server sends.
public sealed interface SaslClient permits PlainClient, LoginClient, ScramClient {

  Mechanism mechanism();

  /// What may go along with the mechanism's name; null when the server speaks first. Where the
  /// protocol has no room for it, it is the answer to the first, empty challenge.
  @Nullable Octets initialResponse();

  /// Answers a challenge, or takes what came with the success (RFC 4422 §3.6).
  ClientStep challenged(Octets challenge);

  /// Whether the server has proven what it has to prove. A success that comes before is not one:
  /// with SCRAM it may be somebody who does not know the password.
  boolean complete();
}

package org.posthorn.wire.sasl;

/// What a server has to do next in an exchange.
public sealed interface Step {

  /// Send this to the client and feed its answer to `SaslServer.respond`.
  record Challenge(Octets data) implements Step {}

  /// Ask the directory whether this password is right; the exchange itself is over.
  record CheckPassword(Credentials credentials) implements Step {}

  /// The client has proven an identity.
  ///
  /// @param data what the client is to get along with the success, empty for most mechanisms; see
  ///   `SuccessData`
  record Done(Identity identity, Octets data) implements Step {}

  /// The exchange is over without an identity.
  record Failed(SaslFailure reason) implements Step {}
}

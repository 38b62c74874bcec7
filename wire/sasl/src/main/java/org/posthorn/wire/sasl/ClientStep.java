package org.posthorn.wire.sasl;

/// What a client has to do next in an exchange.
public sealed interface ClientStep {

  /// Send this; it may be empty.
  record Respond(Octets data) implements ClientStep {}

  /// Cancel the exchange or drop the connection: there is no success that could be trusted.
  record GiveUp(SaslFailure reason) implements ClientStep {}
}

package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// The server's end of one SASL exchange, fed with decoded client messages.
///
/// Belongs to the thread of its session. It never throws on what a client sends, never looks beyond
/// `MAX_MESSAGE` octets of a message (tokens may be longer, see `BearerServer`), and is of no use
/// after it has answered anything but a challenge.
public sealed interface SaslServer
    permits PlainServer, LoginServer, ScramServer, BearerServer, ExternalServer {

  /// The longest decoded message that is looked at. In base64 it stays well below the 12,288 octets
  /// that RFC 4954 §4 calls sufficient.
  int MAX_MESSAGE = 4096;

  /// Begins the exchange.
  ///
  /// @param initialResponse what the client sent along with the mechanism's name; null when
  ///   nothing, which differs from the empty response
  Step start(@Nullable Octets initialResponse);

  /// Goes on with the client's answer to the last challenge.
  Step respond(Octets response);
}

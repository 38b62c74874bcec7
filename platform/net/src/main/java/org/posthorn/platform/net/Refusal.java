package org.posthorn.platform.net;

/// Why a connection is turned away before its session starts.
public enum Refusal {
  /// The server as a whole has as many connections as it may.
  TOO_MANY_CONNECTIONS,
  /// This listener has as many connections as it may.
  TOO_MANY_ON_LISTENER,
  /// The peer's address (IPv6: its /64) has as many connections as it may.
  TOO_MANY_FROM_ADDRESS,
  /// The server is about to stop.
  SHUTTING_DOWN
}

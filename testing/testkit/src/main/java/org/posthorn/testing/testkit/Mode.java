package org.posthorn.testing.testkit;

/// How a scenario's bytes reach the server.
public enum Mode {
  /// Plain TCP, every client line in one write.
  PLAIN,
  /// TLS from the first byte, on the endpoint's TLS port.
  TLS,
  /// Plain TCP, every client byte in a write and a packet of its own.
  TRICKLED
}

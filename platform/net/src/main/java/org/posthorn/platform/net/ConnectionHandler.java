package org.posthorn.platform.net;

import java.io.IOException;

/// What a protocol does with a connection.
@FunctionalInterface
public interface ConnectionHandler {
  /// Runs one session from greeting to end, on a virtual thread of its own. The connection is
  /// closed after it returns, whatever happened. An [IOException] ends the session quietly;
  /// anything else is our bug and is logged with its stack.
  void serve(Connection connection) throws IOException;

  /// The protocol's own words for a connection that is turned away, with line ending and below 1
  /// KiB, such as `421 4.7.0 …` or `* BYE …`; empty to close without a word. It is sent in plain
  /// text, so never where TLS is implicit.
  default String refusal(Refusal reason) {
    return "";
  }
}

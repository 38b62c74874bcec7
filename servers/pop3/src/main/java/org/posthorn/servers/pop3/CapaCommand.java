package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;

/// CAPA (RFC 2449 §5).
final class CapaCommand {

  private CapaCommand() {}

  static @Nullable Reply run(Pop3Session session) throws IOException {
    var capabilities = Capabilities.of(session);
    session.wire().begin(Reply.ok("Capabilities follow"));
    for (var capability : capabilities) session.wire().line(capability);
    session.wire().end(new Listing());
    return null;
  }
}

package org.posthorn.servers.pop3;

import java.io.IOException;
import org.posthorn.wire.pop3.Reply;

/// STAT (RFC 1939 §5).
final class StatCommand {

  private StatCommand() {}

  static Reply run(Maildrop maildrop) throws IOException {
    // The total first: it may find that messages are gone.
    long total = maildrop.total();
    return Reply.ok(maildrop.count() + " " + total);
  }
}

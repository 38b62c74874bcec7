package org.posthorn.servers.pop3;

import org.posthorn.wire.pop3.Reply;

/// RSET (RFC 1939 §5).
final class RsetCommand {

  private RsetCommand() {}

  static Reply run(Maildrop maildrop) {
    maildrop.reset();
    return Reply.ok("Nothing will be deleted, " + Admission.messages(maildrop.count()));
  }
}

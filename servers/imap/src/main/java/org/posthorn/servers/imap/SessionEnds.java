package org.posthorn.servers.imap;

import org.posthorn.wire.imap.Reply;

/// The server ends the session, with its last words.
final class SessionEnds extends Exception {

  private final transient Reply bye;

  SessionEnds(Reply bye) {
    super(bye.text(), null, false, false);
    this.bye = bye;
  }

  Reply bye() {
    return bye;
  }
}

package org.posthorn.servers.managesieve;

import org.posthorn.wire.managesieve.Reply;

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

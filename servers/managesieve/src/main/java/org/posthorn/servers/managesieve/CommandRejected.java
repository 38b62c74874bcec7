package org.posthorn.servers.managesieve;

import org.posthorn.wire.managesieve.Reply;

/// A command is refused, with the finished reply.
final class CommandRejected extends Exception {

  private final transient Reply reply;

  CommandRejected(Reply reply) {
    super(reply.text(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}

package org.posthorn.servers.pop3;

import org.posthorn.wire.pop3.Reply;

/// A command that ends here, with its finished reply. Carries no stack: it is the client's affair.
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

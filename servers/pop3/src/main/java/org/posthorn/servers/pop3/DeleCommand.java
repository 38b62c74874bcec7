package org.posthorn.servers.pop3;

import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.Reply;

/// DELE (RFC 1939 §5): a mark for QUIT.
final class DeleCommand {

  private static final Reply MARKED = Reply.ok("Will be deleted at QUIT");

  private DeleCommand() {}

  static Reply run(Maildrop maildrop, AfterLogin.Dele command) throws CommandRejected {
    maildrop.delete(maildrop.index(command.message()));
    return MARKED;
  }
}

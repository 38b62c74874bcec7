package org.posthorn.servers.pop3;

import org.posthorn.wire.pop3.BeforeLogin;
import org.posthorn.wire.pop3.Reply;

/// USER (RFC 1939 §7). The answer is the same whether the user exists or not.
final class UserCommand {

  private UserCommand() {}

  static Reply run(Pop3Session session, BeforeLogin.User command) {
    if (!session.connection().isPrivate()) return Replies.TLS_NEEDED;
    session.become(new SessionState.Anonymous(command.name()));
    return Replies.PASSWORD_PLEASE;
  }
}

package org.posthorn.servers.imap;

import org.posthorn.wire.imap.BeforeLogin;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Secret;

/// LOGIN (RFC 9051 §6.2.3).
final class LoginCommand {

  private LoginCommand() {}

  static Reply run(ImapSession session, BeforeLogin.Login command) throws CommandRejected {
    if (!session.connection().isPrivate()) return Replies.TLS_NEEDED;
    var credentials = new Credentials(null, command.user(), Secret.of(command.password()));
    return Admission.check(session, credentials, "LOGIN");
  }
}

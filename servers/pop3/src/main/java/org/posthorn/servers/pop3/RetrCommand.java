package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.Reply;

/// RETR (RFC 1939 §5).
final class RetrCommand {

  private RetrCommand() {}

  static @Nullable Reply run(Pop3Session session, Maildrop maildrop, AfterLogin.Retr command)
      throws IOException, CommandRejected {
    int index = maildrop.index(command.message());
    var row = maildrop.row(index);
    var first = Reply.ok(maildrop.octets(row) + " octets");
    new MessageSending(session, maildrop, index).send(row, first, null);
    maildrop.retrieved(index);
    return null;
  }
}

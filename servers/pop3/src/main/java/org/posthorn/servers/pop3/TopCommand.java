package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.Reply;
import org.posthorn.wire.pop3.TopCutter;

/// TOP (RFC 1939 §7). What was only looked at is not seen.
final class TopCommand {

  private static final Reply FIRST = Reply.ok("The top of it follows");

  private TopCommand() {}

  static @Nullable Reply run(Pop3Session session, Maildrop maildrop, AfterLogin.Top command)
      throws IOException, CommandRejected {
    int index = maildrop.index(command.message());
    var cutter = new TopCutter(command.lines());
    new MessageSending(session, maildrop, index).send(maildrop.row(index), FIRST, cutter);
    return null;
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.platform.net.PlaintextInjectedException;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Tag;

/// UNAUTHENTICATE (RFC 8437): everything that a login brought is over, but TLS.
///
/// Who is a proxy for many has to be an administrator, so that nobody else gets past the checks of
/// a proxy in front of this server (§8).
final class UnauthenticateCommand {
  private UnauthenticateCommand() {}

  /// Answers by itself, the last that is said compressed.
  static void run(ImapSession session, Known state, AfterLogin.Unauthenticate command, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    if (!state.login().administrator()) throw new CommandRejected(Replies.NOT_UNAUTHENTICATED);
    session.loggedOut(state);
    session.wire().tagged(tag, Replies.completed(command.name()));
    if (!session.connection().isCompressed()) return;
    session.wire().flush();
    try {
      session.connection().stopCompression();
    } catch (PlaintextInjectedException _) {
      throw new SessionEnds(Replies.PIPELINED_UNCOMPRESSED);
    }
  }
}

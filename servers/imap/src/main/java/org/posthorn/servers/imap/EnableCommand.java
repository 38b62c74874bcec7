package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Capability;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.StatusResponses;

/// ENABLE (RFC 9051 §6.3.1, RFC 5161). What is unknown is passed over.
final class EnableCommand {

  private EnableCommand() {}

  static Reply run(ImapSession session, AfterLogin.Enable command) throws IOException {
    var enabled = session.enabled();
    var told = new ArrayList<Capability>();
    for (var capability : command.capabilities()) {
      if (told.contains(capability)) continue;
      if (capability.equals(Capability.IMAP4REV2)) enabled.rev2();
      else if (capability.equals(Capability.UTF8_ACCEPT)) enabled.utf8();
      else if (capability.equals(Capability.CONDSTORE)) enabled.condstore();
      else if (capability.equals(Capability.QRESYNC)) enabled.qresync();
      else if (capability.equals(Capability.UIDONLY)) uidOnly(session);
      else continue;
      told.add(capability);
    }
    StatusResponses.enabled(session.wire().out(), told);
    session.wire().responseEnds();
    session.wire().enable(enabled.mode());
    return Replies.completed("ENABLE");
  }

  private static void uidOnly(ImapSession session) throws IOException {
    if (session.state() instanceof SessionState.Selected(var _, var mailbox))
      mailbox.contexts().onlyUids(session);
    session.enabled().uidOnly();
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.List;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NamespacePrefix;
import org.posthorn.wire.imap.Reply;

/// NAMESPACE (RFC 9051 §6.3.10): everybody's own mailboxes, and no others yet.
final class NamespaceCommand {

  private static final List<NamespacePrefix> PERSONAL = List.of(new NamespacePrefix(""));

  private NamespaceCommand() {}

  static Reply run(ImapSession session) throws IOException {
    MailboxResponses.namespace(session.wire().out(), PERSONAL, List.of(), List.of());
    session.wire().responseEnds();
    return Replies.completed("NAMESPACE");
  }
}

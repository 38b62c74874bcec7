package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.List;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NamespacePrefix;
import org.posthorn.wire.imap.Reply;

/// NAMESPACE (RFC 9051 §6.3.10): one's own mailboxes, those of others, and those that several use.
final class NamespaceCommand {

  private static final List<NamespacePrefix> PERSONAL = List.of(new NamespacePrefix(""));

  private static final List<NamespacePrefix> OTHER_USERS =
      List.of(new NamespacePrefix(Names.OTHER_USERS + "/"));
  private static final List<NamespacePrefix> SHARED =
      List.of(new NamespacePrefix(Names.SHARED + "/"));

  private NamespaceCommand() {}

  static Reply run(ImapSession session) throws IOException {
    MailboxResponses.namespace(session.wire().out(), PERSONAL, OTHER_USERS, SHARED);
    session.wire().responseEnds();
    return Replies.completed("NAMESPACE");
  }
}

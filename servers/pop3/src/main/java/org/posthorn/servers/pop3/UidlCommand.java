package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;

/// UIDL (RFC 1939 §7).
final class UidlCommand {

  private UidlCommand() {}

  static @Nullable Reply run(Pop3Session session, Maildrop maildrop, AfterLogin.Uidl command)
      throws IOException, CommandRejected {
    var number = command.message();
    if (number != null) return Reply.ok(number + " " + maildrop.uniqueId(maildrop.index(number)));
    session.wire().begin(Reply.ok(Admission.messages(maildrop.count())));
    var listing = new Listing();
    for (int index = 0; index < maildrop.size(); index++) {
      if (!maildrop.isHere(index)) continue;
      session.wire().spill(listing.uniqueId(index + 1, maildrop.uniqueId(index)));
      if (listing.length() == 0) session.progress();
    }
    session.wire().end(listing);
    return null;
  }
}

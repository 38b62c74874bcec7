package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;

/// LIST (RFC 1939 §5).
final class ListCommand {

  private ListCommand() {}

  static @Nullable Reply run(Pop3Session session, Maildrop maildrop, AfterLogin.ListSizes command)
      throws IOException, CommandRejected {
    var number = command.message();
    if (number != null) {
      var row = maildrop.row(maildrop.index(number));
      return Reply.ok(number + " " + maildrop.octets(row));
    }
    var octets = maildrop.octets();
    session.wire().begin(Reply.ok(Admission.messages(maildrop.count())));
    var listing = new Listing();
    for (int index = 0; index < octets.length; index++) {
      if (!maildrop.isHere(index)) continue;
      session.wire().spill(listing.size(index + 1, octets[index]));
      if (listing.length() == 0) session.progress();
    }
    session.wire().end(listing);
    return null;
  }
}

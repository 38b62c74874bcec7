package org.posthorn.servers.imap;

import org.posthorn.wire.imap.NumberSet;

/// Which messages are gone (RFC 7162 §3.2.10.1).
final class Vanished {

  private Vanished() {}

  /// Those of `uids` that were expunged since `modseq`, as far as the client may know of it: what
  /// it sees still is not among them.
  static NumberSet since(
      ImapSession session, SelectedMailbox mailbox, long modseq, NumberSet uids) {
    var gone = new NumberSet.Builder();
    var changes = session.services().mail().messages().changes(mailbox.where(), modseq);
    if (changes == null) return gone.build();
    for (int uid : changes.vanished())
      if (uids.contains(uid) && mailbox.told().indexOf(uid) < 0) gone.add(uid);
    return gone.build();
  }
}

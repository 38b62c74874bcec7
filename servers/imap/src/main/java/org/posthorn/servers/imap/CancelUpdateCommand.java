package org.posthorn.servers.imap;

import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.WithMailbox;

/// CANCELUPDATE (RFC 5267 §4.3.5). A tag that no search has is no error: its search may have been
/// refused updates.
final class CancelUpdateCommand {

  private CancelUpdateCommand() {}

  static Reply run(SessionState.Selected selected, WithMailbox.CancelUpdate command) {
    for (var tag : command.tags()) selected.mailbox().contexts().cancel(tag);
    return Replies.completed(command.name());
  }
}

package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.sharing.Household;
import org.posthorn.wire.imap.MailboxName;

/// A mailbox that a name leads to: whose it is, and what the one who has logged in may do there.
///
/// @param name what he calls it
record Place(Household household, Mailbox mailbox, MailboxName name, Rights rights) {

  /// Those of which one at least must be there for the mailbox to show (RFC 4314 §4, MYRIGHTS).
  private static final Rights SHOWING =
      Rights.of(
          Right.LOOKUP,
          Right.READ,
          Right.INSERT,
          Right.CREATE,
          Right.DELETE_MAILBOX,
          Right.ADMINISTER);

  Where where() {
    return household.where(mailbox.id());
  }

  /// Whether he may know that it is there.
  boolean shows() {
    return rights.hasAnyOf(SHOWING);
  }

  /// @throws CommandRejected without the right; as if nothing were there when he may not even look
  ///   (RFC 4314 §6)
  Place requiring(Right right) throws CommandRejected {
    if (rights.has(right)) return this;
    throw new CommandRejected(
        rights.has(Right.LOOKUP) ? Replies.NOT_ALLOWED : Replies.NO_SUCH_MAILBOX);
  }
}

package org.posthorn.servers.imap;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// From what clients call a mailbox to the mailbox.
final class Names {

  private Names() {}

  /// Absent for a name that no mailbox can have.
  static @Nullable MailboxPath path(MailboxName name) {
    try {
      return new MailboxPath(name.text());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The path of a name that is to be made.
  static MailboxPath newPath(MailboxName name) throws CommandRejected {
    var fault = name.fault();
    if (fault != null) throw new CommandRejected(Reply.no(ResponseCode.Plain.CANNOT, fault.text()));
    var path = path(name);
    if (path == null)
      throw new CommandRejected(Reply.no(ResponseCode.Plain.CANNOT, "Not a mailbox name"));
    return path;
  }

  static MailboxName name(MailboxPath path) {
    return new MailboxName(path.text());
  }

  static @Nullable Mailbox find(ImapServices services, SessionState.Login login, MailboxName name) {
    var path = path(name);
    return path == null ? null : services.mail().mailboxes().find(login.account(), path);
  }

  /// The mailbox of that name, which must be there.
  static Mailbox required(ImapServices services, SessionState.Login login, MailboxName name)
      throws CommandRejected {
    var mailbox = find(services, login, name);
    if (mailbox == null) throw new CommandRejected(Replies.NO_SUCH_MAILBOX);
    return mailbox;
  }
}

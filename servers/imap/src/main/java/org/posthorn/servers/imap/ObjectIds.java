package org.posthorn.servers.imap;

import org.posthorn.domain.mailbox.EmailId;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.ThreadId;

/// Object identifiers as clients see them (RFC 8474): a letter for the kind and a number.
final class ObjectIds {

  private ObjectIds() {}

  static String of(MailboxId mailbox) {
    return "F" + mailbox.value();
  }

  static String of(EmailId email) {
    return "M" + email.value();
  }

  static String of(ThreadId thread) {
    return "T" + thread.value();
  }
}

package org.posthorn.servers.imap;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.wire.mail.Span;

/// The bytes of the messages of some rows. Where they are is looked up for all of them together,
/// when the first is asked for. Belongs to one command.
final class Bodies {

  private final ImapSession session;
  private final MailAccount account;
  private final List<MessageRow> rows;
  private @Nullable BlobReader reader;

  Bodies(ImapSession session, SelectedMailbox mailbox, List<MessageRow> rows) {
    this(session, mailbox.where().account(), rows);
  }

  Bodies(ImapSession session, MailAccount account, List<MessageRow> rows) {
    this.session = session;
    this.account = account;
    this.rows = rows;
  }

  /// Of one of the rows; a span that fits into memory.
  byte[] bytes(MessageRow row, Span span) {
    return reader().bytes(row.blob(), span.offset(), (int) span.length());
  }

  InputStream open(MessageRow row, Span span) {
    return reader().open(row.blob(), span.offset(), span.length());
  }

  private BlobReader reader() {
    var opened = reader;
    if (opened == null) {
      opened = session.services().mail().messages().bodies(account, rows);
      reader = opened;
    }
    return opened;
  }
}

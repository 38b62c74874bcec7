package org.posthorn.domain.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.MessageRow;

/// Where an account's mail is written to. Belongs to one thread.
interface MailTarget extends Closeable {

  /// Begins a mailbox; the one before is closed.
  Folder folder(Mailbox mailbox, Findings findings) throws IOException;

  default void subscriptions(List<MailboxPath> paths) throws IOException {}

  /// One mailbox.
  interface Folder extends Closeable {
    /// Writes a message; they come by ascending UID.
    ///
    /// @param octets with CRLF
    void add(MessageRow row, Flags flags, InputStream octets) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  @Override
  default void close() throws IOException {}
}

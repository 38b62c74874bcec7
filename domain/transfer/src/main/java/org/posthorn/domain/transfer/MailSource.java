package org.posthorn.domain.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.posthorn.domain.mailbox.MailboxPath;

/// Where an account's mail comes from: files of another server or program, or the server itself.
/// Belongs to one thread.
interface MailSource extends Closeable {

  /// What a report calls it.
  String place();

  /// All folders, the INBOX first where there is one. What cannot be a mailbox here is a fault.
  ///
  /// @throws TransferRefused when it is nothing of this kind
  List<SourceFolder> folders(Findings findings) throws IOException, TransferRefused;

  default List<MailboxPath> subscriptions(Findings findings) throws IOException {
    return List.of();
  }

  @Override
  default void close() throws IOException {}
}

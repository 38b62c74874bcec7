package org.posthorn.domain.transfer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;

/// Files that mail comes from; the whole path, as the server sees it.
public sealed interface FileImport {
  Path path();

  record Maildir(Path path) implements FileImport {}

  /// One mbox, or a folder of them.
  ///
  /// @param into the mailbox of one file (null: the INBOX), or what a folder's are put below
  /// @param quoting what stands before `From ` in a body
  record Mbox(Path path, @Nullable MailboxPath into, FromQuoting quoting) implements FileImport {}

  /// A tree of files `*.eml`.
  record Eml(Path path, @Nullable MailboxPath into) implements FileImport {}

  /// A zip of either.
  record Zip(Path path, @Nullable MailboxPath into, FromQuoting quoting) implements FileImport {}

  /// Whether a line of a message that begins with `From ` got a `>` in the mbox.
  enum FromQuoting {
    QUOTED,
    AS_IT_IS
  }
}

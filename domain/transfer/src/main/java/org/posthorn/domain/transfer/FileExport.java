package org.posthorn.domain.transfer;

import java.nio.file.Path;

/// The form in which an account's mail is written to files, and where: a whole path, as the server
/// sees it, at which there is nothing yet.
public sealed interface FileExport {
  Path path();

  /// A Maildir++ with Dovecot's lists of UIDs and keywords.
  record Maildir(Path path) implements FileExport {}

  /// A folder of mboxes with flags and UIDs; what is below the mailbox A is in `A.sbd`.
  record Mbox(Path path) implements FileExport {}

  /// A tree of folders with a file `UID.eml` for each message, octet by octet as it came.
  record Eml(Path path) implements FileExport {}

  /// The same in a zip.
  record Zip(Path path) implements FileExport {}
}

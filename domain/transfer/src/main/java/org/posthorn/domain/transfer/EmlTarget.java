package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Path;
import org.posthorn.domain.mailbox.Mailbox;

/// Writes a file for each message, octet by octet as it came.
record EmlTarget(Path root) implements MailTarget {

  @Override
  public MailTarget.Folder folder(Mailbox mailbox, Findings findings) throws IOException {
    var folder = ExportFiles.folder(root);
    for (var name : ExportFiles.names(mailbox.path()))
      folder = ExportFiles.folder(folder.resolve(name));
    var made = folder;
    return (row, _, octets) -> {
      var file = made.resolve("%010d.eml".formatted(row.uid()));
      try (var out = ExportFiles.file(file)) {
        octets.transferTo(out);
      }
      ExportFiles.date(file, row);
    };
  }
}

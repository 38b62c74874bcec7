package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.posthorn.domain.mailbox.Mailbox;

/// Writes a zip with a file for each message.
final class ZipTarget implements MailTarget {
  private final ZipOutputStream zip;

  ZipTarget(Path file) throws IOException {
    zip = new ZipOutputStream(ExportFiles.file(file));
  }

  @Override
  public MailTarget.Folder folder(Mailbox mailbox, Findings findings) throws IOException {
    var folder = String.join("/", ExportFiles.names(mailbox.path())) + "/";
    zip.putNextEntry(new ZipEntry(folder));
    zip.closeEntry();
    return (row, _, octets) -> {
      var entry = new ZipEntry(folder + "%010d.eml".formatted(row.uid()));
      entry.setLastModifiedTime(FileTime.from(row.receivedAt()));
      zip.putNextEntry(entry);
      octets.transferTo(zip);
      zip.closeEntry();
    };
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

package org.posthorn.domain.transfer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.MessageRow;

/// The files that an export makes. All is written beside the place where it will be, and moved
/// there when it is whole.
final class ExportFiles {
  private ExportFiles() {}

  /// Where it is written until it is whole.
  ///
  /// @throws TransferRefused when something is there
  static Path part(Path whole) throws TransferRefused {
    var part = whole.resolveSibling("." + whole.getFileName() + ".part");
    if (Files.exists(whole)) throw new TransferRefused(whole + " is there already.");
    if (Files.exists(part))
      throw new TransferRefused(
          part + " is there: an export is running, or one was cut short. Then remove it.");
    return part;
  }

  static void finish(Path part, Path whole) throws IOException {
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  /// People's mail is nobody else's.
  static Path folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return folder;
    var parent = folder.getParent();
    if (parent != null && !Files.isDirectory(parent)) folder(parent);
    return Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static OutputStream file(Path file) throws IOException {
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  static void date(Path file, MessageRow row) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(row.receivedAt()));
  }

  /// A mailbox's levels as names of files: none is hidden or leads elsewhere.
  static List<String> names(MailboxPath path) {
    var names = new ArrayList<String>();
    for (var level : path.text().split("/", -1))
      names.add(level.startsWith(".") ? "_" + level : level);
    return names;
  }
}

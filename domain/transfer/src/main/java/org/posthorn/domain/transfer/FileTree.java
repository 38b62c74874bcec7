package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Mailboxes;

/// The files below a folder of people's mail. Links are not followed.
final class FileTree {
  private FileTree() {}

  /// What a visit finds; at most [Mailboxes#MAX_MAILBOXES] of it, in order.
  ///
  /// @param found what a file stands for: itself, or its folder
  static List<Path> of(Path root, Predicate<Path> isWanted, Found found, Findings findings)
      throws IOException {
    var all = new TreeSet<Path>();
    Files.walkFileTree(
        root,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        MailboxPath.MAX_LEVELS + 2,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isHidden = !folder.equals(root) && isHidden(folder);
            return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file) || !isWanted.test(file)) return FileVisitResult.CONTINUE;
            var stands = found == Found.FOLDER ? file.getParent() : file;
            if (stands == null || all.contains(stands)) return FileVisitResult.CONTINUE;
            if (!attributes.isRegularFile()) findings.fault(file, "it is no plain file");
            else if (all.size() < Mailboxes.MAX_MAILBOXES) all.add(stands);
            else findings.fault(stands, Findings.TOO_MANY_MAILBOXES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            findings.fault(file, e);
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(all);
  }

  /// What a file stands for.
  enum Found {
    FILE,
    FOLDER
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}

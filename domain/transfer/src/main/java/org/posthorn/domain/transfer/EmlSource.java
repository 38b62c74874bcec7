package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.platform.storage.Storage;

/// A tree of folders with one message in each file `*.eml`. They say nothing of flags: what was put
/// away in files has been read.
///
/// @param into the mailbox of those in the root (null: the INBOX), and what the others are put
///   below
record EmlSource(Storage storage, Path root, @Nullable MailboxPath into) implements MailSource {
  static final Flags SEEN = Flags.of(SystemFlag.SEEN);

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public List<SourceFolder> folders(Findings findings) throws IOException, TransferRefused {
    var folders = new ArrayList<SourceFolder>();
    for (var folder : FileTree.of(root, EmlSource::isEml, FileTree.Found.FOLDER, findings)) {
      var path = path(into, FolderNames.names(root.relativize(folder)));
      if (path == null) findings.fault(folder, Findings.NO_MAILBOX_NAME);
      else
        folders.add(
            new LetterSourceFolder(
                folder.toString(), path, faults -> new EmlFiles(storage, folder, faults)));
    }
    if (folders.isEmpty())
      throw new TransferRefused(root + " has no file *.eml, nor has a folder below it.");
    return folders;
  }

  static @Nullable MailboxPath path(@Nullable MailboxPath into, List<String> names) {
    if (names.isEmpty()) return into == null ? MailboxPath.INBOX : into;
    return FolderNames.path(into, names);
  }

  private static boolean isEml(Path file) {
    return FolderNames.isEml(file.getFileName().toString());
  }

  /// The messages of one folder, by name.
  private static final class EmlFiles implements Letters {
    private final Storage storage;
    private final Path folder;
    private final Findings findings;
    private final List<String> names = new ArrayList<>();
    private int at;

    EmlFiles(Storage storage, Path folder, Findings findings) throws IOException {
      this.storage = storage;
      this.folder = folder;
      this.findings = findings;
      try (var files = Files.newDirectoryStream(folder, EmlSource::isEml)) {
        for (var file : files) names.add(file.getFileName().toString());
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      Collections.sort(names);
    }

    @Override
    public long total() {
      return names.size();
    }

    @Override
    public @Nullable Letter next() {
      while (at < names.size()) {
        var letter = read(folder.resolve(names.get(at++)));
        if (letter != null) return letter;
      }
      return null;
    }

    private @Nullable Letter read(Path file) {
      var spool = storage.spool(Intake.MAX_MESSAGE_OCTETS);
      try (var in = Lines.open(file)) {
        in.transferTo(new CrlfOutput(spool));
        if (spool.size() == 0) throw new IOException("it is empty");
        var changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return new Letter(file.toString(), spool, SEEN, HeaderDates.of(spool, changed), 0);
      } catch (IOException e) {
        findings.fault(file, e);
        findings.drop(file.toString(), spool);
        return null;
      }
    }
  }
}

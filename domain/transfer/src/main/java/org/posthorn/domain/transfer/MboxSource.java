package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.platform.storage.Storage;

/// One mbox, or a folder of them as Thunderbird, Dovecot, Apple Mail or mutt have it.
///
/// @param into the mailbox of one file (null: the INBOX), or what a folder's are put below
record MboxSource(
    Storage storage, Path root, @Nullable MailboxPath into, FileImport.FromQuoting quoting)
    implements MailSource {

  /// What programs keep beside their mboxes.
  private static final Set<String> OTHERS =
      Set.of("msf", "dat", "html", "log", "lock", "json", "sqlite", "plist", "index", "cache");

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public List<SourceFolder> folders(Findings findings) throws IOException, TransferRefused {
    if (!FileTree.isFolder(root)) return List.of(single());
    var folders = new ArrayList<SourceFolder>();
    for (var file : FileTree.of(root, MboxSource::isCandidate, FileTree.Found.FILE, findings)) {
      var path = FolderNames.path(into, names(root.relativize(file)));
      if (path == null) findings.fault(file, Findings.NO_MAILBOX_NAME);
      else folders.add(folder(file, path));
    }
    if (folders.isEmpty()) throw new TransferRefused(root + " has no file that could be an mbox.");
    return folders;
  }

  /// One file: what is no mbox is refused before anything comes over.
  private SourceFolder single() throws IOException, TransferRefused {
    var path = into == null ? MailboxPath.INBOX : into;
    try (var in = Lines.open(root)) {
      var lines = new OctetLines(in);
      boolean has = lines.next();
      while (has && lines.isBlank()) has = lines.next();
      if (has && !MboxSeparator.is(lines.text(MboxSeparator.MAX_OCTETS)))
        throw new TransferRefused(root + ": " + new MboxLetters.NotMbox().getMessage() + ".");
    }
    return folder(root, path);
  }

  private SourceFolder folder(Path file, MailboxPath path) {
    return new LetterSourceFolder(
        file.toString(), path, findings -> new MboxFile(storage, file, quoting, findings));
  }

  /// Apple Mail keeps the mailbox NAME in `NAME.mbox/mbox`.
  private static List<String> names(Path relative) {
    var names = FolderNames.names(relative);
    boolean isApple =
        names.size() > 1
            && names.getLast().equals("mbox")
            && names.get(names.size() - 2).endsWith(".mbox");
    return isApple ? names.subList(0, names.size() - 1) : names;
  }

  private static boolean isCandidate(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !OTHERS.contains(name.substring(name.lastIndexOf('.') + 1)) || !name.contains(".");
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.wire.imap.ModifiedUtf7;

/// One folder of a Maildir++: the root itself, which is the INBOX, or `.Folder.Sub` below it.
record MaildirFolder(Path folder, MailboxPath path) {

  /// One message.
  ///
  /// @param place `cur` or `new`
  /// @param uid 0 when the source's list does not have it
  record Entry(String place, String name, int uid) {
    String base() {
      return UidList.base(name);
    }

    boolean isNew() {
      return place.equals("new");
    }
  }

  /// The folders below a root that have messages or could have some, the INBOX first.
  static List<MaildirFolder> below(Path root, Findings findings) throws IOException {
    var found = new ArrayList<MaildirFolder>();
    if (isMaildir(root)) found.add(new MaildirFolder(root, MailboxPath.INBOX));
    var folders = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(root, ".?*")) {
      for (var each : all) if (isMaildir(each)) folders.add(each);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    folders.sort(Comparator.naturalOrder());
    for (var folder : folders) {
      var path = path(folder.getFileName().toString().substring(1));
      if (path == null) findings.fault(folder, Findings.NO_MAILBOX_NAME);
      else if (found.size() == Mailboxes.MAX_MAILBOXES)
        findings.fault(folder, Findings.TOO_MANY_MAILBOXES);
      else found.add(new MaildirFolder(folder, path));
    }
    return found;
  }

  /// Looks at what is there rather than at what may be read: a folder that may not be read must not
  /// pass for one that is no mail.
  private static boolean isMaildir(Path folder) {
    return isFolder(folder)
        && (!Files.isReadable(folder)
            || isFolder(folder.resolve("cur"))
            || isFolder(folder.resolve("new")));
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// The mailbox that `Folder.Sub` means, each level in modified UTF-7; one that is not is taken as
  /// it is. Null if no mailbox can have that name.
  static @Nullable MailboxPath path(String dotted) {
    var levels = new ArrayList<String>();
    for (var level : dotted.split("\\.", -1)) {
      var text = ModifiedUtf7.decode(level.getBytes(StandardCharsets.UTF_8));
      levels.add((text == null ? level : text).replace(MailboxPath.SEPARATOR, '_'));
    }
    try {
      return new MailboxPath(String.join("/", levels));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// The messages: first those with UIDs, ascending, then the others by name, which begins with the
  /// time.
  List<Entry> entries(@Nullable UidList list, Findings findings) {
    Map<String, Entry> byBase = new HashMap<>();
    // A message that moves from new to cur meanwhile is found twice rather than never.
    for (var place : List.of("new", "cur")) {
      var dir = folder.resolve(place);
      if (!isFolder(dir) && Files.isReadable(folder)) continue;
      try (var files = Files.newDirectoryStream(dir)) {
        for (var file : files) add(byBase, place, file.getFileName().toString(), list);
      } catch (DirectoryIteratorException e) {
        findings.fault(dir, "it cannot be read to its end: " + e.getMessage());
      } catch (IOException e) {
        findings.fault(dir, e);
      }
    }
    var entries = new ArrayList<>(byBase.values());
    entries.sort(
        Comparator.comparingInt((Entry e) -> e.uid() == 0 ? Integer.MAX_VALUE : e.uid())
            .thenComparing(Entry::name));
    return entries;
  }

  private static void add(
      Map<String, Entry> byBase, String place, String name, @Nullable UidList list) {
    if (name.startsWith(".")) return;
    var base = UidList.base(name);
    int uid = list == null ? 0 : list.uids().getOrDefault(base, 0);
    byBase.put(base, new Entry(place, name, uid));
  }

  Path file(Entry entry) {
    return folder.resolve(entry.place()).resolve(entry.name());
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The Maildirs that a program keeps in step with a server. Used by one thread, while the program
/// does not run.
///
/// @param separator between the levels of a mailbox's name, in the names of the folders
record MaildirTree(Path root, char separator) {
  private static final List<String> INNER = List.of("cur", "new", "tmp");

  private Path folder(String mailbox) {
    return root.resolve(mailbox.replace('/', separator));
  }

  void create(String mailbox) throws IOException {
    for (var inner : INNER) Files.createDirectories(folder(mailbox).resolve(inner));
  }

  /// Puts a message there as a mail program does that has looked at it.
  ///
  /// @param mail with CRLF as line ends, which become those of files
  void put(String mailbox, SyncedMail mail) throws IOException {
    var name = Integer.toHexString(mail.subject().hashCode()) + ".local:2," + mail.flags();
    var text = mail.text().replace("\r\n", "\n");
    Files.writeString(folder(mailbox).resolve("cur").resolve(name), text, UTF_8);
  }

  /// The files of a mailbox by the subject of the message.
  Map<String, Path> files(String mailbox) throws IOException {
    var files = new TreeMap<String, Path>();
    for (var file : paths(folder(mailbox)))
      if (files.put(read(file).subject(), file) != null)
        throw new AssertionError(file + " is there twice");
    return files;
  }

  /// Replaces the flags of a message, which are in its file's name.
  void flag(Path file, String flags) throws IOException {
    var name = file.getFileName().toString();
    var bare = name.contains(":2,") ? name.substring(0, name.indexOf(":2,")) : name;
    var cur = file.resolveSibling("../cur").normalize();
    Files.move(file, cur.resolve(bare + ":2," + flags));
  }

  /// Every mailbox with its messages by their subjects.
  Map<String, Map<String, SyncedMail>> view() throws IOException {
    var view = new TreeMap<String, Map<String, SyncedMail>>();
    for (var mailbox : mailboxes()) {
      var mails = new TreeMap<String, SyncedMail>();
      for (var file : files(mailbox).entrySet()) mails.put(file.getKey(), read(file.getValue()));
      view.put(mailbox, mails);
    }
    return view;
  }

  /// Every message's file with its age: what a program that does nothing leaves as it is.
  Map<Path, FileTime> snapshot() throws IOException {
    var snapshot = new TreeMap<Path, FileTime>();
    for (var mailbox : mailboxes())
      for (var file : paths(folder(mailbox))) snapshot.put(file, Files.getLastModifiedTime(file));
    return snapshot;
  }

  private List<String> mailboxes() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(path -> path.endsWith("cur"))
          .map(path -> root.relativize(path.getParent()).toString().replace(separator, '/'))
          .sorted()
          .toList();
    }
  }

  private static List<Path> paths(Path folder) throws IOException {
    try (var cur = Files.list(folder.resolve("cur"));
        var fresh = Files.list(folder.resolve("new"))) {
      return Stream.concat(cur, fresh)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }

  private static SyncedMail read(Path file) throws IOException {
    var name = file.getFileName().toString();
    var flags = name.contains(":2,") ? name.substring(name.indexOf(":2,") + 3) : "";
    return SyncedMail.of(new String(Files.readAllBytes(file), ISO_8859_1), flags);
  }
}

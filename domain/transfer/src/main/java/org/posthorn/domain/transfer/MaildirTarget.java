package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.wire.imap.ModifiedUtf7;

/// Writes a Maildir++ that Dovecot takes over as its own: UIDs, UIDVALIDITY, flags, keywords, dates
/// and subscriptions.
final class MaildirTarget implements MailTarget {
  /// Maildir has the letters a to z for the keywords of a folder.
  private static final int MAX_KEYWORDS = 26;

  private final Path root;

  MaildirTarget(Path root) throws IOException {
    this.root = root;
    make(root);
  }

  private static void make(Path folder) throws IOException {
    for (var part : List.of("cur", "new", "tmp")) ExportFiles.folder(folder.resolve(part));
  }

  @Override
  public MailTarget.Folder folder(Mailbox mailbox, Findings findings) throws IOException {
    var name = mailbox.path().isInbox() ? "" : "." + dotted(mailbox.path(), findings);
    var folder = root.resolve(name);
    if (!name.isEmpty()) {
      make(folder);
      Files.createFile(folder.resolve("maildirfolder"));
    }
    return new Folder(folder, mailbox, findings);
  }

  /// Levels are parted by dots here, so a dot in a name cannot stay.
  private static String dotted(MailboxPath path, Findings findings) {
    if (path.text().contains("."))
      findings.note(path.text(), "its name gets _ for each dot, which parts levels in a Maildir");
    return List.of(path.text().replace('.', '_').split("/", -1)).stream()
        .map(ModifiedUtf7::encode)
        .collect(Collectors.joining("."));
  }

  // Dovecot's version 2: levels in modified UTF-7, parted by tabs.
  @Override
  public void subscriptions(List<MailboxPath> paths) throws IOException {
    var text = new StringBuilder("V\t2\n\n");
    for (var path : paths) {
      var levels = List.of(path.text().replace('.', '_').split("/", -1)).stream();
      text.append(levels.map(ModifiedUtf7::encode).collect(Collectors.joining("\t"))).append('\n');
    }
    Files.writeString(root.resolve("subscriptions"), text);
  }

  private static final class Folder implements MailTarget.Folder {
    private final Path folder;
    private final Mailbox mailbox;
    private final Findings findings;
    private final OutputStream list;
    private final List<String> keywords = new ArrayList<>();
    private boolean isFull;

    Folder(Path folder, Mailbox mailbox, Findings findings) throws IOException {
      this.folder = folder;
      this.mailbox = mailbox;
      this.findings = findings;
      list = ExportFiles.file(folder.resolve("dovecot-uidlist"));
      var guid = Mark.ofMailbox(mailbox.uidValidity(), mailbox.path().text()).text();
      line("3 V%d N%d G%s".formatted(mailbox.uidValidity(), mailbox.uidNext(), guid));
    }

    private void line(String text) throws IOException {
      list.write((text + "\n").getBytes(UTF_8));
    }

    @Override
    public void add(MessageRow row, Flags flags, InputStream octets) throws IOException {
      var unique =
          "%d.M%dP1U%d.posthorn"
              .formatted(
                  Math.max(0, row.receivedMillis()) / 1_000,
                  1_000 * (Math.max(0, row.receivedMillis()) % 1_000),
                  row.uid());
      var written = folder.resolve("tmp").resolve(unique);
      long size;
      long wireSize;
      try (var file = ExportFiles.file(written)) {
        var target = new LfOutput(file);
        octets.transferTo(target);
        target.flush();
        size = target.octets();
        wireSize = target.octetsWithCrlf();
      }
      ExportFiles.date(written, row);
      var name = "%s,S=%d,W=%d".formatted(unique, size, wireSize);
      Files.move(written, folder.resolve("cur").resolve(name + ":2," + letters(flags)));
      line(row.uid() + " :" + name);
    }

    private String letters(Flags flags) {
      var letters = new TreeSet<Character>();
      for (var flag : flags.system()) letters.add(letter(flag));
      for (var keyword : new TreeSet<>(flags.keywords())) {
        int index = keywords.indexOf(keyword);
        if (index < 0 && keywords.size() < MAX_KEYWORDS) {
          index = keywords.size();
          keywords.add(keyword);
        }
        if (index >= 0) letters.add((char) ('a' + index));
        else if (!isFull) full();
      }
      return letters.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private void full() {
      isFull = true;
      findings.note(
          mailbox.path().text(),
          "some keywords stay behind: a Maildir has at most " + MAX_KEYWORDS);
    }

    private static char letter(SystemFlag flag) {
      return switch (flag) {
        case SEEN -> 'S';
        case ANSWERED -> 'R';
        case FLAGGED -> 'F';
        case DELETED -> 'T';
        case DRAFT -> 'D';
      };
    }

    @Override
    public void close() throws IOException {
      list.close();
      if (keywords.isEmpty()) return;
      var text = new StringBuilder();
      for (int i = 0; i < keywords.size(); i++)
        text.append(i).append(' ').append(keywords.get(i)).append('\n');
      Files.writeString(folder.resolve("dovecot-keywords"), text);
    }
  }
}

package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeSet;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.SystemFlag;

/// Writes a folder of mboxes (mboxrd), with the fields that hold flags and UIDs.
record MboxTarget(Path root) implements MailTarget {
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public MailTarget.Folder folder(Mailbox mailbox, Findings findings) throws IOException {
    var names = ExportFiles.names(mailbox.path());
    var folder = root;
    for (var name : names.subList(0, names.size() - 1)) folder = folder.resolve(name + ".sbd");
    return new Folder(ExportFiles.folder(folder).resolve(names.getLast()), mailbox);
  }

  private static final class Folder implements MailTarget.Folder {
    private final OutputStream out;
    private final Mailbox mailbox;
    private boolean isFirst = true;

    Folder(Path file, Mailbox mailbox) throws IOException {
      this.out = ExportFiles.file(file);
      this.mailbox = mailbox;
    }

    @Override
    public void add(MessageRow row, Flags flags, InputStream octets) throws IOException {
      var date = ASCTIME.format(Instant.ofEpochMilli(Math.max(0, row.receivedMillis())));
      var head = new StringBuilder("From MAILER-DAEMON " + date + "\n");
      if (isFirst)
        head.append("X-IMAPbase: ")
            .append(mailbox.uidValidity() + " " + (mailbox.uidNext() - 1L) + "\n");
      isFirst = false;
      head.append("X-UID: ").append(row.uid()).append('\n');
      head.append("Status: ")
          .append(flags.system().contains(SystemFlag.SEEN) ? "RO" : "O")
          .append('\n');
      var letters = letters(flags);
      if (!letters.isEmpty()) head.append("X-Status: ").append(letters).append('\n');
      if (!flags.keywords().isEmpty())
        head.append("X-Keywords: ")
            .append(String.join(" ", new TreeSet<>(flags.keywords())))
            .append('\n');
      out.write(head.toString().getBytes(US_ASCII));
      write(octets);
    }

    private void write(InputStream octets) throws IOException {
      var target = new LfOutput(out);
      var lines = new OctetLines(octets);
      while (lines.next()) {
        if (lines.isFrom()) target.write('>');
        lines.write(target, 0);
      }
      target.flush();
      if (!target.endsLine()) out.write('\n');
      out.write('\n');
    }

    private static String letters(Flags flags) {
      var letters = new StringBuilder();
      if (flags.system().contains(SystemFlag.ANSWERED)) letters.append('A');
      if (flags.system().contains(SystemFlag.DELETED)) letters.append('D');
      if (flags.system().contains(SystemFlag.FLAGGED)) letters.append('F');
      if (flags.system().contains(SystemFlag.DRAFT)) letters.append('T');
      return letters.toString();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

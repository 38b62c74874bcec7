package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Mailboxes;
import org.posthorn.platform.storage.Storage;

/// A zip of EML files, of mboxes, or of both. Nothing is unpacked to the disk, so a name can lead
/// nowhere; one that tries is refused. Belongs to one thread.
final class ZipSource implements MailSource {
  /// More would fill the heap with names.
  private static final int MAX_ENTRIES = 500_000;

  /// What all entries may unpack to: so many times the file, and so much that small files are free.
  /// Mail shrinks to a tenth at best; bombs to a thousandth, or by entries that lie on each other.
  private static final long MAX_GROWTH = 50;

  static final long FREE_OCTETS = 1L << 30;

  private final Storage storage;
  private final Path file;
  private final @Nullable MailboxPath into;
  private final FileImport.FromQuoting quoting;
  private final ZipFile zip;
  private long left;

  /// @param free octets that it may unpack to whatever its size
  ZipSource(Storage storage, FileImport.Zip from, long free) throws IOException {
    this.storage = storage;
    file = from.path();
    into = from.into();
    quoting = from.quoting();
    long octets = ZipDirectory.check(file);
    left = free + MAX_GROWTH * octets;
    zip = open(file);
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile(), UTF_8);
    } catch (ZipException _) {
      // Names from before UTF-8: as the first programs for DOS had them.
      return new ZipFile(file.toFile(), Charset.forName("IBM437"));
    }
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public List<SourceFolder> folders(Findings findings) throws TransferRefused {
    if (zip.size() > MAX_ENTRIES)
      throw new TransferRefused(file + " has more than " + MAX_ENTRIES + " files; split it.");
    Map<MailboxPath, List<String>> emls = new TreeMap<>();
    var folders = new ArrayList<SourceFolder>();
    for (var entries = zip.entries(); entries.hasMoreElements(); ) {
      var entry = entries.nextElement();
      if (!entry.isDirectory()) sort(entry, emls, folders, findings);
    }
    emls.forEach((path, names) ->
        folders.add(
            new LetterSourceFolder(
                file + ", " + path, path, faults -> new Entries(names, faults))));
    if (folders.isEmpty())
      throw new TransferRefused(file + " has neither *.eml nor an mbox in it.");
    return folders;
  }

  private void sort(
      ZipEntry entry,
      Map<MailboxPath, List<String>> emls,
      List<SourceFolder> folders,
      Findings findings) {
    var name = entry.getName();
    var levels = List.of(name.split("/", -1));
    if (levels.stream().anyMatch(ZipSource::isBadLevel)) {
      findings.fault(place(name), "its name leads out of the zip");
      return;
    }
    if (levels.stream().anyMatch(level -> level.startsWith(".") || level.equals("__MACOSX")))
      return;
    boolean isEml = FolderNames.isEml(name);
    var path =
        isEml
            ? EmlSource.path(into, levels.subList(0, levels.size() - 1))
            : FolderNames.path(into, levels);
    if (path == null) {
      findings.fault(place(name), Findings.NO_MAILBOX_NAME);
    } else if (folders.size() + emls.size() >= Mailboxes.MAX_MAILBOXES && !emls.containsKey(path)) {
      findings.fault(place(name), Findings.TOO_MANY_MAILBOXES);
    } else if (isEml) {
      emls.computeIfAbsent(path, _ -> new ArrayList<>()).add(name);
    } else {
      folders.add(new LetterSourceFolder(place(name), path, faults -> mbox(name, faults)));
    }
  }

  private static boolean isBadLevel(String level) {
    return level.isEmpty() || level.equals("..") || level.equals(".") || level.contains("\\");
  }

  private String place(String name) {
    return file + ", " + name;
  }

  private Letters mbox(String name, Findings findings) throws IOException {
    var entry = entry(name);
    var opening = new MboxLetters.Opening(place(name), read(entry), date(entry));
    return new MboxLetters(opening, storage, quoting, MboxLetters.Peeker.BLIND, findings);
  }

  private ZipEntry entry(String name) throws IOException {
    var entry = zip.getEntry(name);
    if (entry == null) throw new IOException("it is not in the zip any more");
    return entry;
  }

  private static Instant date(ZipEntry entry) {
    var time = entry.getLastModifiedTime();
    return time == null ? Instant.EPOCH : time.toInstant();
  }

  private InputStream read(ZipEntry entry) throws IOException {
    return new Counted(zip.getInputStream(entry));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /// Counts what all entries unpack to.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      left -= Math.max(0, read);
      if (left < 0)
        throw new IOException(
            "the zip unpacks to more than " + MAX_GROWTH + " times its size, which mail does not");
      return read;
    }
  }

  /// The EML files of one folder.
  private final class Entries implements Letters {
    private final List<String> names;
    private final Findings findings;
    private int at;

    Entries(List<String> names, Findings findings) {
      this.names = names;
      this.findings = findings;
    }

    @Override
    public long total() {
      return names.size();
    }

    @Override
    public @Nullable Letter next() {
      while (at < names.size()) {
        var letter = letter(names.get(at++));
        if (letter != null) return letter;
      }
      return null;
    }

    private @Nullable Letter letter(String name) {
      var spool = storage.spool(Intake.MAX_MESSAGE_OCTETS);
      try {
        var entry = entry(name);
        try (var in = read(entry)) {
          in.transferTo(new CrlfOutput(spool));
        }
        if (spool.size() == 0) throw new IOException("it is empty");
        var date = HeaderDates.of(spool, date(entry));
        return new Letter(place(name), spool, EmlSource.SEEN, date, 0);
      } catch (IOException e) {
        findings.fault(place(name), e);
        findings.drop(name, spool);
        return null;
      }
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.transfer.FileImport.FromQuoting;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;

/// Reads an mbox (RFC 4155) message by message, in one pass, whatever its size.
///
/// A message ends where a blank line and a separator follow, or a separator with a field behind it.
/// What Content-Length says counts only if the file has a separator or its end just there.
final class MboxLetters implements Letters {

  /// Looks at what stands in the file at some place, where it can be asked.
  @FunctionalInterface
  interface Peeker {
    /// Whether a message may end there.
    boolean endsAt(long offset) throws IOException;

    Peeker BLIND = _ -> false;
  }

  /// How long a field's value may be that says something about flags.
  private static final int MAX_VALUE = 8 * 1024;

  private final Storage storage;
  private final String file;
  private final InputStream in;
  private final OctetLines lines;
  private final Peeker peeker;
  private final FromQuoting quoting;
  private final Instant fileDate;
  private final Findings findings;
  private boolean hasLine;
  private boolean isStarted;
  private int count;
  private int lastUid;

  MboxLetters(
      Opening opening, Storage storage, FromQuoting quoting, Peeker peeker, Findings findings) {
    this.storage = storage;
    this.file = opening.place();
    this.in = opening.in();
    this.lines = new OctetLines(opening.in());
    this.fileDate = opening.date();
    this.quoting = quoting;
    this.peeker = peeker;
    this.findings = findings;
  }

  /// A file that is open.
  ///
  /// @param date for messages that do not say any
  record Opening(String place, InputStream in, Instant date) {}

  /// The file does not begin as an mbox does.
  static final class NotMbox extends IOException {
    NotMbox() {
      super("it does not begin with a line \"From …\" that has a date, so it is no mbox");
    }
  }

  @Override
  public @Nullable Letter next() throws IOException {
    if (!isStarted) start();
    while (hasLine) {
      var letter = message();
      if (letter != null) return letter;
    }
    return null;
  }

  private void start() throws IOException {
    isStarted = true;
    hasLine = lines.next();
    while (hasLine && lines.isBlank()) hasLine = lines.next();
    if (hasLine && !isSeparator()) throw new NotMbox();
  }

  private boolean isSeparator() {
    return lines.startsWith("From ")
        && lines.end() - lines.offset() <= MboxSeparator.MAX_OCTETS
        && MboxSeparator.is(lines.text(MboxSeparator.MAX_OCTETS));
  }

  /// Reads up to the next separator; null when the message is passed over.
  private @Nullable Letter message() throws IOException {
    var place = file + ", message " + ++count;
    var separated = MboxSeparator.date(lines.text(MboxSeparator.MAX_OCTETS));
    var spool = storage.spool(Intake.MAX_MESSAGE_OCTETS);
    var target = new Bounded(new CrlfOutput(spool));
    var fields = new StatusFields();
    boolean isWhole = false;
    try {
      hasLine = lines.next();
      header(target, fields);
      body(target, fields.length());
      isWhole = target.failure == null && spool.size() > 0 && !fields.isInternal();
      if (!isWhole) {
        var failure = target.failure == null ? new IOException("it is empty") : target.failure;
        if (!fields.isInternal()) findings.fault(place, failure);
        return null;
      }
      var date = separated == null ? HeaderDates.of(spool, fileDate) : separated;
      return new Letter(place, spool, fields.flags(), date, uid(fields));
    } finally {
      if (!isWhole) findings.drop(place, spool);
    }
  }

  /// UIDs count only while they go up.
  private int uid(StatusFields fields) {
    if (fields.uid() <= lastUid) return 0;
    lastUid = fields.uid();
    return lastUid;
  }

  private void header(OutputStream target, StatusFields fields) throws IOException {
    var name = "";
    var value = new StringBuilder();
    for (; hasLine; hasLine = lines.next()) {
      if (lines.isBlank() || isSeparator()) break;
      boolean continues = !lines.begins() || lines.at(0) == ' ' || lines.at(0) == '\t';
      if (!continues) {
        fields.take(name, value.toString());
        value.setLength(0);
        var line = lines.text(MAX_VALUE);
        name = StatusFields.name(line);
        if (!name.isEmpty()) value.append(line, line.indexOf(':') + 1, line.length());
      } else if (!name.isEmpty() && value.length() < MAX_VALUE) {
        value.append(lines.text(MAX_VALUE));
      }
      if (name.isEmpty()) lines.write(target, 0);
    }
    fields.take(name, value.toString());
    if (hasLine && lines.isBlank()) {
      lines.write(target, 0);
      hasLine = lines.next();
    }
  }

  private void body(OutputStream target, long length) throws IOException {
    if (!hasLine) return;
    long believed = length > 0 && peeker.endsAt(lines.offset() + length) ? length : 0;
    long inside = lines.offset() + believed;
    boolean blank = true;
    boolean held = false;
    for (; hasLine; hasLine = lines.next()) {
      if (lines.offset() >= inside && isSeparator() && (blank || lines.isFieldNext())) return;
      if (held) target.write('\n');
      // The blank line before a separator is not the message's.
      blank = lines.isBlank();
      held = blank && lines.offset() >= inside;
      if (!held) lines.write(target, isQuoted() ? 1 : 0);
    }
  }

  /// A separator's beginning in a body is quoted by `>`, and what is quoted so already by one more
  /// (mboxrd): one comes off.
  private boolean isQuoted() {
    return quoting == FromQuoting.QUOTED && lines.startsWith(">") && lines.isFrom();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// Goes on after what is too large, so that the next message is found.
  private static final class Bounded extends OutputStream {
    private final OutputStream to;
    private @Nullable IOException failure;

    Bounded(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      if (failure != null) return;
      try {
        to.write(octets, offset, length);
      } catch (Spool.TooLarge e) {
        failure = e;
      }
    }
  }
}

package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Storage;

/// An mbox as a plain file, which is looked into ahead: for its UIDs, and for where its messages
/// say that they end.
final class MboxFile implements Letters {
  private final MboxLetters letters;
  private final FileChannel channel;
  private final OpenFolder.@Nullable Numbering numbering;

  MboxFile(Storage storage, Path file, FileImport.FromQuoting quoting, Findings findings)
      throws IOException {
    var place = file.toString();
    var date = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    try (var in = Lines.open(file)) {
      numbering = numbering(new OctetLines(in));
    }
    var in = Lines.open(file);
    channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    letters =
        new MboxLetters(
            new MboxLetters.Opening(place, in, date), storage, quoting, this::endsAt, findings);
  }

  /// What stands in the header of the first message; a header is looked through for some lines.
  private static OpenFolder.@Nullable Numbering numbering(OctetLines lines) throws IOException {
    var fields = new StatusFields();
    for (int i = 0; i < 1_000 && lines.next() && !lines.isBlank(); i++) {
      var line = lines.text(MboxSeparator.MAX_OCTETS);
      var name = StatusFields.name(line);
      var value = line.substring(line.indexOf(':') + 1);
      // The notes of a message of its own have the form of those that stand in an ordinary one.
      if (lines.begins() && name.startsWith("x-imap")) fields.take("x-imapbase", value);
    }
    var found = fields.numbering();
    return found.uidValidity() < 1 ? null : found;
  }

  private boolean endsAt(long offset) throws IOException {
    if (offset < 0 || offset > channel.size()) return false;
    var some = ByteBuffer.allocate(8);
    while (some.hasRemaining() && channel.read(some, offset + some.position()) >= 0) {
      // A read may bring less than was asked for.
    }
    var text = new String(some.array(), 0, some.position(), ISO_8859_1);
    var behind = text.replaceFirst("^\r?\n", "");
    return (text.length() < 8 && text.isBlank()) || behind.startsWith("From ");
  }

  @Override
  public OpenFolder.@Nullable Numbering numbering() {
    return numbering;
  }

  @Override
  public @Nullable Letter next() throws IOException {
    return letters.next();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      letters.close();
    }
  }
}

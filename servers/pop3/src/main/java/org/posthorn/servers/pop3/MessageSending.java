package org.posthorn.servers.pop3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.mail.DotStuffing;
import org.posthorn.wire.pop3.Reply;
import org.posthorn.wire.pop3.TopCutter;

/// Sends a message, or its top, as a multi-line response, piece by piece from where it is stored.
/// Used once, by the session's thread.
final class MessageSending {

  /// How much of a message is in memory.
  private static final int PIECE_OCTETS = 32 * 1024;

  private final Pop3Session session;
  private final Maildrop maildrop;
  private final int index;
  private final DotStuffing stuffing = new DotStuffing(DotStuffing.BareLineEnds.COMPLETED);

  MessageSending(Pop3Session session, Maildrop maildrop, int index) {
    this.session = session;
    this.maildrop = maildrop;
    this.index = index;
  }

  /// @param first the reply, sent when the message turns out to be readable
  void send(MessageRow row, Reply first, @Nullable TopCutter cutter)
      throws IOException, CommandRejected {
    var piece = new byte[Math.clamp(row.size(), 1, PIECE_OCTETS)];
    try (var message = maildrop.open(row)) {
      int read = begin(message, piece);
      session.wire().begin(first);
      while (read >= 0) {
        int wanted = cutter == null ? read : cutter.take(piece, 0, read);
        write(piece, wanted);
        if (cutter != null && cutter.isOver()) break;
        read = message.read(piece);
      }
    }
    end();
  }

  /// Others may have deleted it since its row was read.
  private int begin(InputStream message, byte[] piece) throws IOException, CommandRejected {
    try {
      return message.read(piece);
    } catch (StorageException.Damaged e) {
      maildrop.row(index);
      throw e;
    }
  }

  private void write(byte[] piece, int length) throws IOException {
    var stuffed = new Stuffed();
    stuffing.encode(piece, 0, length, stuffed::add);
    stuffed.check();
    session.progress();
  }

  private void end() throws IOException {
    var stuffed = new Stuffed();
    stuffing.finish(stuffed::add);
    stuffed.check();
    session.wire().ended();
  }

  /// Carries what goes wrong out of the encoder, which knows no output.
  private final class Stuffed {
    private @Nullable IOException failure;

    void add(byte[] octets, int offset, int length) {
      if (failure != null) return;
      try {
        session.wire().octets(octets, offset, length);
      } catch (IOException e) {
        failure = e;
      }
    }

    void check() throws IOException {
      if (failure != null) throw failure;
    }
  }
}

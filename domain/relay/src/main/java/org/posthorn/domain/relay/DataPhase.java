package org.posthorn.domain.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.wire.mail.DotStuffing;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// The data of one transaction, by DATA or in one chunk by BDAT (RFC 3030 §2). Knows whether the
/// host can have the whole message, which decides what a lost connection means. Belongs to the
/// session's thread, used once.
final class DataPhase {

  private static final int PIECE_OCTETS = 16 * 1024;

  /// How long the words of a host are waited for that stopped reading in the middle of the data.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final RelaySession session;
  private final RelayWire wire;
  private final BodyForm.Fits body;
  private final RelayTrace trace;
  private @Nullable Reply reply;
  private long sent;

  /// The last octets have been written, or may have been.
  private boolean isWhole;

  DataPhase(RelaySession session, BodyForm.Fits body, RelayTrace trace) {
    this.session = session;
    this.body = body;
    this.trace = trace;
    wire = session.wire();
  }

  /// The answer that was read last.
  Reply reply() {
    if (reply == null) throw new IllegalStateException("nothing has been answered");
    return reply;
  }

  /// Announces the data.
  ///
  /// @param announced DATA is on its way already
  /// @return false when the host does not want them, with its `reply`
  boolean begin(boolean announced) throws TransactionBroken {
    if (body.way() == BodyForm.Way.BDAT) return true;
    try {
      if (!announced) wire.send(new SmtpCommand.Data());
      reply = wire.read(session.config().timeouts().data());
    } catch (IOException e) {
      throw broken("after DATA", e);
    }
    if (reply.code() == 354) return true;
    trace.step(new RelayStep.DataAnswered(0, reply));
    if (reply.code() == 421) throw refused("DATA", reply);
    if (reply.code() >= 400) return false;
    throw nonsense("after DATA");
  }

  /// Sends everything up to the end.
  void send() throws TransactionBroken {
    try (var in = body.reading().open()) {
      if (body.way() == BodyForm.Way.DATA) dotted(in);
      else chunk(in);
    } catch (IOException e) {
      // What can still fail after the end is only the closing of the source.
      if (!isWhole) throw TransactionBroken.ofSource(e);
    }
  }

  /// RFC 5321 §4.5.2.
  private void dotted(InputStream in) throws IOException, TransactionBroken {
    var encoder = new DotStuffing(DotStuffing.BareLineEnds.REFUSED);
    var encoded = new ByteArrayOutputStream(PIECE_OCTETS * 2);
    var piece = new byte[PIECE_OCTETS];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      try {
        encoder.encode(piece, 0, read, encoded::write);
      } catch (IllegalArgumentException e) {
        throw new IOException("no longer the message that it was", e);
      }
      write(encoded.toByteArray(), encoded.size());
      encoded.reset();
      sent += read;
    }
    checkSize();
    encoder.finish(encoded::write);
    isWhole = true;
    write(encoded.toByteArray(), encoded.size());
  }

  /// The whole message is one chunk, and the last.
  private void chunk(InputStream in) throws IOException, TransactionBroken {
    var end = body.lacksLineEnd() ? new byte[] {'\r', '\n'} : new byte[0];
    try {
      wire.send(new SmtpCommand.Bdat(body.octets() + end.length, true));
    } catch (IOException e) {
      throw broken("before the data", e);
    }
    var piece = new byte[PIECE_OCTETS];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      sent += read;
      if (sent > body.octets()) checkSize();
      isWhole = sent == body.octets();
      write(piece, read);
    }
    checkSize();
    isWhole = true;
    write(end, end.length);
  }

  /// The host was told a size, and BDAT would take what follows for a part of the message.
  private void checkSize() throws IOException {
    if (sent != body.octets()) throw new IOException(sent + " octets instead of " + body.octets());
  }

  private void write(byte[] octets, int length) throws TransactionBroken {
    try {
      wire.sendData(octets, length);
    } catch (IOException e) {
      throw isWhole ? broken("at the end of the data", e) : lastWords(e);
    }
  }

  /// A host that has seen enough answers and closes, without reading on.
  private TransactionBroken lastWords(IOException cause) {
    try {
      var words = wire.read(LAST_WORDS);
      if (words.code() >= 400) return refused("the data", words);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return broken("in the data", cause);
  }

  /// The answer to the whole message; of LMTP, for the first recipient.
  Reply end() throws TransactionBroken {
    try {
      var answer = wire.read(session.config().timeouts().end());
      trace.step(new RelayStep.DataAnswered(sent, answer));
      if (answer.code() == 421) throw refused("the message", answer);
      if (answer.code() >= 300 && answer.code() < 400) throw nonsense("after the data");
      reply = answer;
      return answer;
    } catch (IOException e) {
      throw broken("after the data", e);
    }
  }

  private TransactionBroken broken(String during, IOException cause) {
    var failure = RelayWire.failure(during, cause);
    if (!isWhole) return new TransactionBroken(failure, Sent.Known.NOT_TAKEN);
    // Another host might deliver a second time at once what this one has taken.
    var later = new ConnectionFailure(failure.code(), null, failure.reason(), Next.LATER);
    return new TransactionBroken(later, Sent.Known.UNKNOWN);
  }

  private static TransactionBroken refused(String what, Reply reply) {
    return TransactionBroken.refused(ConnectionFailure.refused(what, reply), reply);
  }

  private TransactionBroken nonsense(String where) {
    return broken(where, new RelayWire.NotSmtpException("an answer that cannot be"));
  }
}

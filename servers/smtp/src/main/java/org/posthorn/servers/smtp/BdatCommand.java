package org.posthorn.servers.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.ChunkDecoder;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// BDAT (RFC 3030 §2). The chunk is there whatever the answer will be: it is always read, and a
/// chunk that is refused ends the transaction, so that the next ones in the pipeline are refused,
/// too.
final class BdatCommand {

  private BdatCommand() {}

  static void run(SmtpSession session, SmtpCommand.Bdat bdat) throws IOException {
    var transaction = session.transaction();
    var refusal = refusal(session, transaction);
    if (transaction == null || refusal != null)
      refuse(session, bdat, refusal == null ? Replies.MAIL_FIRST : refusal);
    else receive(session, transaction, bdat);
  }

  private static @Nullable Reply refusal(SmtpSession session, @Nullable Transaction transaction) {
    if (transaction == null) return Replies.MAIL_FIRST;
    if (!transaction.recipients().isEmpty()) return null;
    return session.server().flavour().answersEach()
        ? Replies.RCPT_FIRST
        : Replies.NO_VALID_RECIPIENTS;
  }

  /// Throws the chunk away and answers.
  static void refuse(SmtpSession session, SmtpCommand.Bdat bdat, Reply refusal) throws IOException {
    session.wire().readChunk(bdat.size(), null, (_, _, _) -> {});
    session.reset();
    session.reply(refusal);
  }

  private static void receive(SmtpSession session, Transaction transaction, SmtpCommand.Bdat bdat)
      throws IOException {
    var begun = transaction.chunks();
    var chunks = begun == null ? begin(session, transaction) : begun;
    session.wire().readChunk(bdat.size(), chunks.decoder(), chunks.content());
    var facts = chunks.decoder().facts();
    if (bdat.last()) {
      var now = session.services().clock().instant();
      EndOfData.answer(session, transaction, new Received(chunks.content(), facts, now));
    } else if (facts.tooLarge()) {
      session.reset();
      session.reply(Replies.tooLarge(session.config().maxMessageOctets()));
    } else {
      session.reply(Replies.CHUNK_OK);
    }
  }

  private static Chunks begin(SmtpSession session, Transaction transaction) {
    var now = session.services().clock().instant();
    var chunks =
        new Chunks(
            new Content(session, TraceFields.of(session, transaction, now)),
            new ChunkDecoder(session.config().maxMessageOctets(), transaction.body()));
    transaction.chunks(chunks);
    return chunks;
  }
}

package org.posthorn.servers.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.BodyType;
import org.posthorn.wire.smtp.Reply;

/// DATA (RFC 5321 §4.1.1.4).
final class DataCommand {

  private DataCommand() {}

  static void run(SmtpSession session) throws IOException {
    var transaction = session.transaction();
    var refusal = refusal(session, transaction);
    if (transaction == null || refusal != null) {
      session.reply(refusal == null ? Replies.MAIL_FIRST : refusal);
    } else if (session.wire().hasMore()) {
      // RFC 2920 §3.1: who does not wait for the 354 is about to have a message read as commands,
      // or the other way round.
      session.close(Replies.PIPELINED_TOO_EARLY);
    } else {
      receive(session, transaction);
    }
  }

  private static @Nullable Reply refusal(SmtpSession session, @Nullable Transaction transaction) {
    if (transaction == null) return Replies.MAIL_FIRST;
    // RFC 3030 §2, §3
    if (transaction.chunks() != null) return Replies.CHUNKS_HAVE_BEGUN;
    if (transaction.body() == BodyType.BINARYMIME) return Replies.BINARY_WANTS_BDAT;
    if (!transaction.recipients().isEmpty()) return null;
    // RFC 2033 §4.2 has 503 where RFC 5321 §3.3 leaves the choice.
    return session.server().flavour().answersEach()
        ? Replies.RCPT_FIRST
        : Replies.NO_VALID_RECIPIENTS;
  }

  private static void receive(SmtpSession session, Transaction transaction) throws IOException {
    var now = session.services().clock().instant();
    try (var content = new Content(session, TraceFields.of(session, transaction, now))) {
      session.reply(Replies.START_INPUT);
      session.wire().flush();
      var facts = session.wire().readData(session.config().maxMessageOctets(), content);
      EndOfData.answer(session, transaction, new Received(content, facts, now));
    }
  }
}

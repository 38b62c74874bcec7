package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Delivered;
import org.posthorn.domain.delivery.Handover;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.delivery.Refusal;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.domain.guard.SenderVerdict;
import org.posthorn.domain.journal.JournalStage;
import org.posthorn.wire.smtp.Reply;

/// What follows a message: it is looked at, stored, and only then answered for: once, or in LMTP
/// for each recipient (RFC 5321 §4.2.5, RFC 2033 §4.2).
final class EndOfData {

  private EndOfData() {}

  static void answer(SmtpSession session, Transaction transaction, Received received)
      throws IOException {
    var replies = replies(session, transaction, received);
    tell(session, transaction, received, replies);
    session.reset();
    if (replies.stream().anyMatch(Reply::positive)) session.accepted();
    for (var reply : replies) session.reply(reply);
  }

  private static List<Reply> replies(
      SmtpSession session, Transaction transaction, Received received) {
    var fault = received.content().fault(received.facts());
    if (fault != null) return forAll(session, transaction, fault);
    try (var journal = new JournalStep(session, transaction, received)) {
      return deliver(session, transaction, received, journal);
    } catch (IOException e) {
      return forAll(session, transaction, Failures.reply(session.log(), e));
    } catch (RuntimeException e) {
      return forAll(session, transaction, Failures.reply(session.log(), e));
    }
  }

  private static List<Reply> forAll(SmtpSession session, Transaction transaction, Reply reply) {
    return session.server().flavour().answersEach()
        ? Collections.nCopies(transaction.recipients().size(), reply)
        : List.of(reply);
  }

  private static List<Reply> deliver(
      SmtpSession session, Transaction transaction, Received received, JournalStep journal)
      throws IOException {
    var notHis = AuthorStep.refusal(session, received.content());
    if (notHis != null) return forAll(session, transaction, notHis);
    journal.take(JournalStage.RECEIVED, received.content());
    var verdict = SenderStep.check(session, transaction, received);
    var refusal = SenderStep.refusal(verdict.judgement());
    if (refusal != null) return forAll(session, transaction, refusal);
    complete(session, transaction, received);
    var done = ChainStep.run(session, transaction, received);
    SenderStep.sign(session, transaction, received.content());
    journal.take(JournalStage.DELIVERED, received.content());
    var handover =
        new Handover(
                Envelopes.of(session, transaction, received, verdict.judgement()).with(done),
                transaction.recipients(),
                received.content().original(SenderStep.seals(session, verdict)),
                SenderStep.placement(verdict.judgement()),
                journal.copies())
            .by(bearer(session, received, verdict));
    var replies = handOver(session, transaction, handover);
    tellFeedback(session, transaction, received, verdict, replies);
    return replies;
  }

  /// Null for nearly every message, since it can be no part of another.
  private static @Nullable Bearer bearer(
      SmtpSession session, Received received, SenderVerdict verdict) {
    return received.content().header().mayHoldMessage()
        ? SenderStep.bearer(session, verdict)
        : null;
  }

  /// It may be a report for us.
  private static void tellFeedback(
      SmtpSession session,
      Transaction transaction,
      Received received,
      SenderVerdict verdict,
      List<Reply> replies) {
    if (replies.stream().noneMatch(Reply::positive)) return;
    var recipients = transaction.recipients().stream().map(Recipient::address).toList();
    session
        .services()
        .feedback()
        .delivered(
            new Feedback.Arrival(
                recipients, SenderStep.voucher(session, verdict), received.content()::message));
  }

  private static List<Reply> handOver(
      SmtpSession session, Transaction transaction, Handover handover) throws IOException {
    var delivery = session.services().delivery();
    return session.server().flavour().answersEach()
        ? each(transaction, delivery.deliverEach(handover))
        : List.of(together(transaction, delivery.deliverTogether(handover)));
  }

  /// RFC 6409 §8.1, §8.2: a submitted message gets what its author's program has left out.
  private static void complete(SmtpSession session, Transaction transaction, Received received)
      throws IOException {
    if (!session.sendsOn()) return;
    var header = received.content().header();
    var fields = new StringBuilder();
    if (!header.hasDate())
      fields.append("Date: ").append(TraceFields.date(received.at())).append("\r\n");
    if (!header.hasMessageId())
      fields
          .append("Message-ID: <")
          .append(transaction.id())
          .append('.')
          .append(Long.toUnsignedString(session.services().random().nextLong(), 36))
          .append('@')
          .append(session.config().hostName())
          .append(">\r\n");
    received.content().edit("", fields.toString(), Set.of());
  }

  private static List<Reply> each(Transaction transaction, List<Delivered> results) {
    var replies = new ArrayList<Reply>();
    for (var i = 0; i < results.size(); i++) {
      var recipient = transaction.recipients().get(i).address();
      replies.add(
          switch (results.get(i)) {
            case Delivered.Taken _ -> Replies.stored(recipient, transaction.id());
            case Delivered.Refused(var reason) -> Replies.refused("<" + recipient + ">", reason);
            case Delivered.Rejected(var text) -> Replies.rejected("<" + recipient + ">", text);
          });
    }
    return replies;
  }

  private static Reply together(Transaction transaction, List<Delivered> results) {
    if (results.stream().allMatch(Delivered.Taken.class::isInstance))
      return Replies.accepted(transaction.id());
    for (var i = 0; i < results.size(); i++)
      if (results.get(i) instanceof Delivered.Rejected(var text))
        return Replies.rejected("<" + transaction.recipients().get(i).address() + ">", text);
    int culprit = 0;
    var reason = Refusal.WITH_ANOTHER;
    for (var i = 0; i < results.size() && reason == Refusal.WITH_ANOTHER; i++) {
      if (!(results.get(i) instanceof Delivered.Refused(var why))) continue;
      culprit = i;
      reason = why;
    }
    var to = "<" + transaction.recipients().get(culprit).address() + ">";
    return results.size() == 1 ? Replies.refused(to, reason) : Replies.refusedForAll(to, reason);
  }

  private static void tell(
      SmtpSession session, Transaction transaction, Received received, List<Reply> replies) {
    var to = new ArrayList<String>();
    for (var i = 0; i < transaction.recipients().size(); i++)
      if (replies.get(Math.min(i, replies.size() - 1)).positive())
        to.add("<" + transaction.recipients().get(i) + ">");
    if (!to.isEmpty()) session.log().accepted(transaction, to, received.facts().octets());
  }
}

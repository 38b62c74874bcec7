package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.posthorn.domain.delivery.Envelope;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.domain.queue.Deadline;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.Release;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Wishes;

/// What delivery and the queue are told of a transaction, and how its message's story begins.
final class Envelopes {

  /// More recipients than people write to by hand: it waits for what people write.
  private static final int BULK_RECIPIENTS = 50;

  private Envelopes() {}

  static Envelope of(
      SmtpSession session, Transaction transaction, Received received, Judgement judgement)
      throws IOException {
    var parameters = transaction.parameters();
    var header = parameters.smtpUtf8() ? Header.UTF_8 : Header.AS_IT_IS;
    var tls = parameters.requiresTls() ? AllTheWay.REQUIRETLS : received.content().allTheWay();
    boolean bulk = transaction.recipients().size() >= BULK_RECIPIENTS;
    return new Envelope(
        transaction.id(),
        transaction.from(),
        session.account(),
        new Wishes(parameters.ret(), parameters.envid(), header, tls),
        bulk ? Priority.BULK : Priority.NORMAL,
        timing(transaction, received),
        story(session, transaction, received, judgement));
  }

  private static NewMail.Timing timing(Transaction transaction, Received received) {
    var hold = transaction.parameters().timing().hold();
    var by = transaction.parameters().timing().by();
    var begun = transaction.begun();
    return new NewMail.Timing(
        received.at(),
        hold == null ? null : new Release(hold.release(begun), hold.reported()),
        by == null ? null : Deadline.of(by, begun));
  }

  private static List<String> story(
      SmtpSession session, Transaction transaction, Received received, Judgement judgement) {
    var lines = new ArrayList<String>();
    lines.add("from %s, %d octets".formatted(transaction.from(), received.facts().octets()));
    lines.add(
        "by %s from %s (%s), %s%s, connection %s"
            .formatted(
                session.server().flavour().logName(),
                Objects.requireNonNull(session.hello()).name().text(),
                session.connection().remoteAddress().getHostAddress(),
                tls(session),
                account(session),
                session.connection().id()));
    lines.addAll(transaction.refusals());
    judgement.reasons().forEach(reason -> lines.add("sender: " + reason));
    return lines;
  }

  private static String tls(SmtpSession session) {
    var tls = session.connection().tls();
    return tls == null ? "without TLS" : tls.protocol() + " " + tls.cipher();
  }

  private static String account(SmtpSession session) {
    var account = session.account();
    return account == null ? "" : ", logged in as " + account.address();
  }
}

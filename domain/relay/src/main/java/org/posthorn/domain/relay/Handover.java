package org.posthorn.domain.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.RecipientOutcome.Elsewhere;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.ReversePath;

/// One message on its way into one session: who can be asked for at all, and in which transactions.
/// Belongs to the session's thread, used once.
final class Handover {

  private final RelaySession session;
  private final OutgoingMail mail;
  private final RelayTrace trace;
  private final @Nullable RecipientOutcome[] outcomes;
  private final BodyForm body;

  Handover(RelaySession session, OutgoingMail mail, RelayTrace trace) {
    this.session = session;
    this.mail = mail;
    this.trace = trace;
    outcomes = new RecipientOutcome[mail.recipients().size()];
    body = new BodyForm(mail, session.offers(), trace);
  }

  Sent run() {
    try {
      var form = body.form();
      switch (form) {
        case BodyForm.Unfit(var outcome) -> all(outcome);
        case BodyForm.Fits fits -> {
          var obstacle = obstacle();
          if (obstacle == null) transactions(fits);
          else all(obstacle);
        }
      }
      return new Sent.Complete(settled(new RecipientOutcome.NotTried()));
    } catch (TransactionBroken e) {
      var failure = e.failure;
      var rest = new RecipientOutcome.TemporaryFailure(failure.reply(), e.code(), failure.reason());
      return new Sent.Broken(settled(rest), failure, e.known);
    } catch (IOException e) {
      // The source of the message, before anything was sent.
      var failure = TransactionBroken.ofSource(e).failure;
      all(new RecipientOutcome.TemporaryFailure(null, failure.code(), failure.reason()));
      return new Sent.Complete(settled(new RecipientOutcome.NotTried()));
    }
  }

  private void all(RecipientOutcome outcome) {
    Arrays.fill(outcomes, outcome);
  }

  private List<RecipientOutcome> settled(RecipientOutcome rest) {
    return Arrays.stream(outcomes).map(o -> Objects.requireNonNullElse(o, rest)).toList();
  }

  /// What keeps the message from going to anybody by this session.
  private @Nullable RecipientOutcome obstacle() {
    var sender = mail.from() instanceof ReversePath.Mailbox(var address) ? address : null;
    if (sender != null && sender.needsSmtputf8() && !offersUtf8())
      return RecipientOutcome.lacking(
          "5.6.7", "the host does not take <" + sender + "> as a sender (SMTPUTF8)");
    var untimely = obstacleOfTime();
    if (untimely != null) return untimely;
    return needsTls() ? session.obstacleToRequireTls() : null;
  }

  /// RFC 2852 §4.1.4.1: what has to be returned by a time goes only to who looks at it; §7: other
  /// hosts are not asked.
  private @Nullable RecipientOutcome obstacleOfTime() {
    var by = mail.by();
    if (by == null || by.mode() != DeliverBy.Mode.RETURN) return null;
    if (!session.offers().offers(EhloKeyword.DELIVERBY))
      return untimely("the host keeps to no time (DELIVERBY)");
    int least = session.offers().leastBySeconds();
    return by.seconds() >= least
        ? null
        : untimely(
            "the host needs %d seconds (DELIVERBY), %d are left".formatted(least, by.seconds()));
  }

  private static RecipientOutcome untimely(String reason) {
    return new RecipientOutcome.PermanentFailure(
        null, EnhancedCode.of("5.3.3"), reason, Elsewhere.FINAL);
  }

  /// RFC 8689 §5: reports are not held back.
  private boolean needsTls() {
    return mail.wishes().tls() == OutgoingMail.AllTheWay.REQUIRETLS
        && mail.from() instanceof ReversePath.Mailbox;
  }

  private boolean offersUtf8() {
    return session.offers().offers(EhloKeyword.SMTPUTF8);
  }

  private void transactions(BodyForm.Fits fits) throws TransactionBroken {
    var pending = new ArrayDeque<Integer>();
    for (int i = 0; i < outcomes.length; i++) {
      var address = mail.recipients().get(i).address();
      if (!address.needsSmtputf8() || offersUtf8()) pending.add(i);
      else
        outcomes[i] =
            new RecipientOutcome.PermanentFailure(
                null,
                EnhancedCode.of("5.6.7"),
                "the host does not take <" + address + "> (SMTPUTF8)",
                Elsewhere.MAY_DIFFER);
    }
    int limit = limit();
    while (!pending.isEmpty() && !session.isExhausted()) {
      var batch = batch(pending, limit);
      var transaction = new Transaction(session, mail, batch, settings(fits, batch), trace);
      transaction.run(outcomes);
      // RFC 5321 §4.5.3.1.10: who takes no more at a time is asked again for the rest.
      var again = transaction.overLimit();
      if (!again.isEmpty()) limit = batch.size() - again.size();
      for (var index : again.reversed()) pending.addFirst(index);
    }
  }

  private int limit() {
    int ours = session.config().recipients();
    var theirs = session.offers().limits().rcptMax();
    return theirs == null ? ours : Math.min(ours, theirs);
  }

  /// Takes the next recipients that may be in one transaction.
  private List<Integer> batch(ArrayDeque<Integer> pending, int limit) {
    var domainMax = session.offers().limits().rcptDomainMax();
    var domains = new HashSet<String>();
    var batch = new ArrayList<Integer>();
    var later = new ArrayList<Integer>();
    while (batch.size() < limit && !pending.isEmpty()) {
      int index = pending.removeFirst();
      var domain = mail.recipients().get(index).address().domain().key();
      boolean fits = domainMax == null || domains.contains(domain) || domains.size() < domainMax;
      if (fits) domains.add(domain);
      (fits ? batch : later).add(index);
    }
    for (var index : later.reversed()) pending.addFirst(index);
    return batch;
  }

  private Transaction.Settings settings(BodyForm.Fits fits, List<Integer> batch) {
    var sender = mail.from() instanceof ReversePath.Mailbox(var address) ? address : null;
    boolean utf8 =
        body.needsUtf8Header()
            || (sender != null && sender.needsSmtputf8())
            || batch.stream().anyMatch(i -> recipient(i).needsSmtputf8());
    var offers = session.offers();
    return new Transaction.Settings(
        fits,
        utf8,
        offers.offers(EhloKeyword.DSN),
        mail.by() != null && offers.offers(EhloKeyword.DELIVERBY),
        needsTls() && offers.offers(EhloKeyword.REQUIRETLS),
        offers.offers(EhloKeyword.PIPELINING));
  }

  private EmailAddress recipient(int index) {
    return mail.recipients().get(index).address();
  }
}

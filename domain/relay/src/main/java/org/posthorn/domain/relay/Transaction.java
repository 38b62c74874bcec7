package org.posthorn.domain.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EsmtpParameter;
import org.posthorn.wire.smtp.ForwardPath;
import org.posthorn.wire.smtp.MailParameters;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.RcptParameters;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.SmtpCommand;
import org.posthorn.wire.smtp.Timing;

/// One mail transaction (RFC 5321 §3.3): MAIL, RCPT for each recipient, the data. With PIPELINING
/// all commands up to DATA go out at once, and each answer is put down to its command (RFC 2920
/// §3.1). Belongs to the session's thread, used once.
final class Transaction {

  private final RelaySession session;
  private final RelayWire wire;
  private final OutgoingMail mail;
  private final List<Integer> batch;
  private final Settings settings;
  private final RelayTrace trace;
  private final List<Integer> accepted = new ArrayList<>();
  private final List<Integer> overLimit = new ArrayList<>();

  /// What of the host's offers is used.
  record Settings(
      BodyForm.Fits body,
      boolean utf8,
      boolean dsn,
      boolean deliverBy,
      boolean requireTls,
      boolean pipelining) {}

  /// Of some recipients.
  ///
  /// @param batch numbers of the recipients in the mail
  Transaction(
      RelaySession session,
      OutgoingMail mail,
      List<Integer> batch,
      Settings settings,
      RelayTrace trace) {
    this.session = session;
    this.mail = mail;
    this.batch = List.copyOf(batch);
    this.settings = settings;
    this.trace = trace;
    wire = session.wire();
  }

  /// Those that the host would take in another transaction; only when it took some in this.
  List<Integer> overLimit() {
    return accepted.isEmpty() ? List.of() : overLimit;
  }

  /// Runs to the end, and puts the answers where they belong.
  void run(@Nullable RecipientOutcome[] outcomes) throws TransactionBroken {
    boolean dataAhead = settings.pipelining() && settings.body().way() == BodyForm.Way.DATA;
    var refused = envelope(dataAhead, outcomes);
    if (accepted.isEmpty() || refused != null) {
      accepted.clear();
      for (var index : overLimit) outcomes[index] = tooMany();
      if (dataAhead) withdraw();
      if (refused != null) session.endTransaction();
      return;
    }
    try {
      data(dataAhead, outcomes);
    } catch (TransactionBroken e) {
      if (e.verdict != null) settleAccepted(e.verdict, outcomes);
      throw e;
    }
  }

  private void settleAccepted(Reply verdict, @Nullable RecipientOutcome[] outcomes) {
    for (var index : accepted)
      if (outcomes[index] == null) outcomes[index] = RecipientOutcome.refused(verdict);
  }

  private void data(boolean announced, @Nullable RecipientOutcome[] outcomes)
      throws TransactionBroken {
    var data = new DataPhase(session, settings.body(), trace);
    if (!data.begin(announced)) {
      settleAccepted(data.reply(), outcomes);
      return;
    }
    data.send();
    boolean perRecipient = session.target().security().transport() == Transport.LMTP;
    var reply = data.end();
    for (int i = 0; i < accepted.size(); i++) {
      // RFC 2033 §4.2: one answer for each that was accepted, in their order.
      if (perRecipient && i > 0) reply = data.end();
      int index = accepted.get(i);
      outcomes[index] = outcome(reply);
      if (perRecipient)
        trace.step(new RelayStep.DeliveryAnswered(recipient(index).address(), reply));
    }
    session.endTransaction();
  }

  private RecipientOutcome outcome(Reply reply) {
    if (!reply.positive()) return RecipientOutcome.refused(reply);
    var promised = EnumSet.noneOf(EhloKeyword.class);
    if (settings.dsn()) promised.add(EhloKeyword.DSN);
    if (settings.deliverBy()) promised.add(EhloKeyword.DELIVERBY);
    return new RecipientOutcome.Delivered(reply, promised);
  }

  /// MAIL and the RCPTs.
  ///
  /// @return the answer to MAIL when that was a refusal; all recipients have it then
  private @Nullable Reply envelope(boolean dataAhead, @Nullable RecipientOutcome[] outcomes)
      throws TransactionBroken {
    try {
      session.beginTransaction();
      var from = mailCommand();
      if (settings.pipelining()) {
        wire.send(from);
        for (var index : batch) wire.send(rcptCommand(recipient(index)));
        if (dataAhead) wire.send(new SmtpCommand.Data());
      }
      var answer = answer(from);
      trace.step(new RelayStep.SenderAnswered(mail.from(), answer));
      var refused = answer.positive() ? null : answer;
      if (refused != null && !settings.pipelining()) return refuseAll(refused, outcomes);
      for (var index : batch) {
        var recipient = recipient(index);
        var reply = answer(rcptCommand(recipient));
        if (refused == null) settle(index, recipient, reply, outcomes);
      }
      return refused == null ? null : refuseAll(refused, outcomes);
    } catch (IOException e) {
      throw broken("in the envelope", e);
    }
  }

  private Reply refuseAll(Reply refused, @Nullable RecipientOutcome[] outcomes) {
    for (var index : batch) outcomes[index] = RecipientOutcome.refused(refused);
    return refused;
  }

  /// The answer to a command, which is sent now unless it is on its way already.
  private Reply answer(SmtpCommand command) throws IOException, TransactionBroken {
    var timeout = session.config().timeouts().command();
    var reply = settings.pipelining() ? wire.read(timeout) : wire.ask(command, timeout);
    return checked(reply, "after " + command.verb());
  }

  /// RFC 5321 §3.8: after 421 the host is gone. A 3xx where none can be is no answer at all.
  private static Reply checked(Reply reply, String during) throws TransactionBroken {
    if (reply.code() == 421)
      throw new TransactionBroken(
          ConnectionFailure.refused("the transaction", reply), Sent.Known.NOT_TAKEN);
    if (reply.code() >= 300 && reply.code() < 400)
      throw new TransactionBroken(
          ConnectionFailure.of("4.5.0", "not SMTP " + during, Next.NEXT_TARGET),
          Sent.Known.NOT_TAKEN);
    return reply;
  }

  private void settle(
      int index, Recipient recipient, Reply reply, @Nullable RecipientOutcome[] outcomes) {
    trace.step(new RelayStep.RecipientAnswered(recipient.address(), reply));
    if (reply.positive()) accepted.add(index);
    else if (isTooMany(reply)) overLimit.add(index);
    else outcomes[index] = RecipientOutcome.refused(reply);
  }

  /// RFC 5321 §4.5.3.1.10: 452, and the 552 of old servers, means too many recipients; unless the
  /// enhanced code says that it means something else.
  private static boolean isTooMany(Reply reply) {
    if (reply.code() != 452 && reply.code() != 552) return false;
    var code = reply.enhanced();
    return code == null || (code.subject() == 5 && code.detail() == 3);
  }

  /// Not one was taken, so it was not the number.
  private static RecipientOutcome tooMany() {
    var reply = Reply.of(452, "4.5.3", "the host takes no recipients now");
    return RecipientOutcome.refused(reply);
  }

  /// Nobody is left for data that have been announced (RFC 2920 §3.1): a host that wants them all
  /// the same gets none.
  private void withdraw() throws TransactionBroken {
    try {
      var reply = wire.read(session.config().timeouts().data());
      if (reply.code() != 354) return;
      wire.sendData(new byte[] {'.', '\r', '\n'}, 3);
      wire.read(session.config().timeouts().end());
    } catch (IOException e) {
      throw broken("after DATA", e);
    }
  }

  private static TransactionBroken broken(String during, IOException cause) {
    return new TransactionBroken(RelayWire.failure(during, cause), Sent.Known.NOT_TAKEN);
  }

  private Recipient recipient(int index) {
    return mail.recipients().get(index);
  }

  private SmtpCommand.Mail mailCommand() {
    var offers = session.offers();
    var wishes = mail.wishes();
    List<EsmtpParameter> others =
        settings.requireTls() ? List.of(MailParameters.REQUIRETLS) : List.of();
    var parameters =
        new MailParameters(
            offers.offers(EhloKeyword.SIZE) ? settings.body().octets() : null,
            settings.body().type(),
            settings.utf8(),
            null,
            settings.dsn() ? wishes.ret() : null,
            settings.dsn() ? wishes.envid() : null,
            new Timing(null, settings.deliverBy() ? mail.by() : null),
            others);
    return new SmtpCommand.Mail(
        switch (mail.from()) {
          case ReversePath.Null none -> none;
          case ReversePath.Mailbox(var address) ->
              new ReversePath.Mailbox(settings.utf8() ? address : address.withAsciiDomain());
        },
        parameters);
  }

  /// RFC 2852 §4.1.4.2: a host that knows no times is asked to tell of delays at least.
  private @Nullable Notify notifyOn(Recipient recipient) {
    var wanted = recipient.notifyOn();
    if (mail.by() == null || settings.deliverBy()) return wanted;
    if (wanted != null && wanted.events().isEmpty()) return wanted;
    var events = EnumSet.of(Notify.Event.DELAY);
    if (wanted == null) events.add(Notify.Event.FAILURE);
    else events.addAll(wanted.events());
    return new Notify(events);
  }

  private SmtpCommand.Rcpt rcptCommand(Recipient recipient) {
    var address = recipient.address();
    var original = recipient.original();
    // RFC 6533 §3: unitext is for SMTPUTF8 only.
    boolean passes =
        original != null && (settings.utf8() || original.toString().chars().allMatch(c -> c < 128));
    var parameters =
        settings.dsn()
            ? new RcptParameters(notifyOn(recipient), passes ? original : null, List.of())
            : RcptParameters.NONE;
    return new SmtpCommand.Rcpt(
        new ForwardPath.Mailbox(settings.utf8() ? address : address.withAsciiDomain()), parameters);
  }
}

package org.posthorn.servers.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.delivery.RecipientVerdict;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ForwardPath;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// RCPT (RFC 5321 §4.1.1.3). Whoever cannot have the message is refused here, where the sender
/// learns which of the recipients it was.
final class RcptCommand {

  private RcptCommand() {}

  static void run(SmtpSession session, SmtpCommand.Rcpt rcpt) throws IOException {
    var transaction = session.transaction();
    if (transaction == null) {
      session.reply(Replies.MAIL_FIRST);
      return;
    }
    var refusal = refusal(session, transaction, rcpt);
    if (refusal != null) {
      session.reply(refusal);
      return;
    }
    switch (verdict(session, transaction, rcpt.to())) {
      case RecipientVerdict.Accept(var recipient, var _)
          when !goesTogether(session, transaction, recipient) ->
          session.reply(Replies.DECIDES_ALONE);
      case RecipientVerdict.Accept(var recipient, var _) -> {
        var parameters = rcpt.parameters();
        transaction.add(
            recipient.reporting(
                new Recipient.Reporting(parameters.notifyOn(), parameters.orcpt())));
        session.reply(Replies.RECIPIENT_OK);
      }
      case RecipientVerdict.Refuse(var reason, var steps) -> {
        session.log().recipientRefused(rcpt.to(), steps);
        var reply = Replies.refused(rcpt.to(), reason);
        transaction.refused(rcpt.to(), reply);
        session.reply(reply);
      }
    }
  }

  /// Whose filter may refuse the message gets it in a transaction of his own, since what he says is
  /// said for all of one (RFC 5429 §2.1.2). Our own users are told by reports instead, and LMTP has
  /// an answer for each.
  private static boolean goesTogether(
      SmtpSession session, Transaction transaction, Recipient recipient) {
    var others = transaction.recipients();
    if (others.isEmpty() || session.sendsOn() || session.flavour() == Flavour.LMTP) return true;
    var delivery = session.services().delivery();
    return !delivery.decidesAlone(recipient) && others.stream().noneMatch(delivery::decidesAlone);
  }

  private static @Nullable Reply refusal(
      SmtpSession session, Transaction transaction, SmtpCommand.Rcpt rcpt) {
    var parameters = rcpt.parameters();
    if (transaction.chunks() != null) return Replies.CHUNKS_HAVE_BEGUN;
    // RFC 5321 §4.1.1.11
    boolean asksForReports = parameters.notifyOn() != null || parameters.orcpt() != null;
    if (asksForReports && !session.sendsOn()) return Replies.UNKNOWN_RCPT_PARAMETER;
    if (!parameters.others().isEmpty()) return Replies.UNKNOWN_RCPT_PARAMETER;
    if (rcpt.needsSmtpUtf8() && !transaction.parameters().smtpUtf8())
      return Replies.NON_ASCII_RECIPIENT;
    // RFC 5321 §4.5.3.1.10
    var full = transaction.recipients().size() >= session.config().maxRecipients();
    return full ? Replies.TOO_MANY_RECIPIENTS : null;
  }

  private static RecipientVerdict verdict(
      SmtpSession session, Transaction transaction, ForwardPath to) {
    var delivery = session.services().delivery();
    var sender = session.sender(transaction.from());
    var size = transaction.parameters().size();
    long announced = size == null ? Delivery.UNKNOWN_SIZE : size;
    return switch (to) {
      case ForwardPath.Postmaster _ -> delivery.postmaster(sender, announced);
      case ForwardPath.Mailbox(var address) ->
          isPostmasterHere(session, address)
              ? delivery.postmaster(sender, announced)
              : delivery.recipient(address, sender, announced);
    };
  }

  /// The postmaster of the server itself, whom its reports are from, whether or not its name is a
  /// domain of ours (RFC 5321 §4.5.1).
  private static boolean isPostmasterHere(SmtpSession session, EmailAddress address) {
    return address.domain().key().equalsIgnoreCase(session.config().hostName())
        && address.localpart().key().equals("postmaster");
  }
}

package org.posthorn.servers.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.MailParameters;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.SmtpCommand;
import org.posthorn.wire.smtp.Timing;

/// MAIL (RFC 5321 §4.1.1.2), with SIZE (RFC 1870), BODY (RFC 6152, RFC 3030), SMTPUTF8 (RFC 6531)
/// and, where one logs in, AUTH (RFC 4954 §5), whose value nobody here relies on.
final class MailCommand {

  /// How long a message may be held before its release (RFC 4865).
  static final Duration MAX_HOLD = Duration.ofDays(365);

  /// Messages of a user that wait for their time: they count against no quota of his.
  static final int MAX_PUT_OFF = 1_000;

  private MailCommand() {}

  static void run(SmtpSession session, SmtpCommand.Mail mail) throws IOException {
    if (session.begun() >= session.config().maxMessages()) {
      session.close(Replies.TOO_MANY_MESSAGES);
      return;
    }
    var refusal = refusal(session, mail);
    if (refusal == null) {
      var services = session.services();
      session.begin(new Transaction(services.ids().next(), mail, services.clock().instant()));
    }
    session.reply(refusal == null ? Replies.SENDER_OK : refusal);
  }

  private static @Nullable Reply refusal(SmtpSession session, SmtpCommand.Mail mail) {
    if (session.hello() == null)
      return session.server().flavour() == Flavour.LMTP ? Replies.LHLO_FIRST : Replies.HELLO_FIRST;
    if (session.transaction() != null) return Replies.MAIL_ALREADY;
    if (!offered(session, mail)) return Replies.UNKNOWN_MAIL_PARAMETER;
    var untimely = untimely(session, mail.parameters().timing());
    if (untimely != null) return untimely;
    if (mail.needsSmtpUtf8() && !mail.parameters().smtpUtf8()) return Replies.NON_ASCII_SENDER;
    var size = mail.parameters().size();
    var limit = session.config().maxMessageOctets();
    if (size != null && size > limit) return Replies.tooLarge(limit);
    var account = session.account();
    if (account != null && mail.from() instanceof ReversePath.Mailbox(var from))
      return session.services().directory().maySendAs(account.id(), from)
          ? null
          : Replies.NOT_YOUR_ADDRESS;
    return null;
  }

  /// RFC 5321 §4.1.1.11: what was not offered is refused.
  private static boolean offered(SmtpSession session, SmtpCommand.Mail mail) {
    var parameters = mail.parameters();
    var others = new ArrayList<>(parameters.others());
    var flavour = session.server().flavour();
    if (parameters.auth() != null && !flavour.wantsLogin()) return false;
    if (parameters.timing().hold() != null && flavour != Flavour.SUBMISSION) return false;
    if (session.sendsOn()) {
      if (session.connection().tls() != null) others.remove(MailParameters.REQUIRETLS);
      return others.isEmpty();
    }
    boolean asks = parameters.ret() != null || parameters.envid() != null;
    return !asks && parameters.timing().equals(Timing.NONE) && others.isEmpty();
  }

  /// RFC 4865 §4.2, §5.2.
  private static @Nullable Reply untimely(SmtpSession session, Timing timing) {
    var hold = timing.hold();
    if (hold == null) return null;
    var now = session.services().clock().instant();
    var release = hold.release(now);
    if (!release.isAfter(now)) return Replies.RELEASED_IN_THE_PAST;
    var by = timing.by();
    if (by != null && release.isAfter(now.plusSeconds(by.seconds())))
      return Replies.RELEASED_TOO_LATE;
    if (release.isAfter(now.plus(MAX_HOLD))) return Replies.HELD_TOO_LONG;
    var account = session.account();
    if (account == null) return null;
    return session.services().delivery().putOff(account.id()) < MAX_PUT_OFF
        ? null
        : Replies.tooManyPutOff(MAX_PUT_OFF);
  }
}

package org.posthorn.servers.smtp;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.HelloName;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.Verb;

/// EHLO and HELO (RFC 5321 §4.1.1.1), LHLO (RFC 2033 §4.1). Each ends a transaction as RSET does
/// (RFC 5321 §4.1.4).
final class HelloCommand {

  private HelloCommand() {}

  static void run(SmtpSession session, Verb verb, HelloName name) throws IOException {
    session.reset();
    session.hello(new Hello(verb, name));
    if (verb == Verb.HELO) session.reply(Reply.of(250, session.config().hostName()));
    else session.wire().write(session.server().hello(offer(session)));
  }

  private static SmtpServer.Offer offer(SmtpSession session) {
    return new SmtpServer.Offer(
        session.connection().canStartTls(),
        session.connection().tls() != null,
        session.sendsOn(),
        session.account() == null ? AuthCommand.mechanisms(session) : List.of());
  }

  /// `ehlo-ok-rsp`: what is offered here, and nothing else.
  static Reply extensions(SmtpServer server, SmtpServer.Offer offer) {
    var lines = new ArrayList<String>();
    lines.add(server.config().hostName());
    lines.add(EhloKeyword.PIPELINING.wireName());
    lines.add(EhloKeyword.SIZE.wireName() + " " + server.config().maxMessageOctets());
    if (offer.startTls()) lines.add(EhloKeyword.STARTTLS.wireName());
    if (!offer.mechanisms().isEmpty()) lines.add(auth(offer));
    lines.add(EhloKeyword.ENHANCEDSTATUSCODES.wireName());
    lines.add(EhloKeyword.EIGHTBITMIME.wireName());
    lines.add(EhloKeyword.CHUNKING.wireName());
    lines.add(EhloKeyword.BINARYMIME.wireName());
    lines.add(EhloKeyword.SMTPUTF8.wireName());
    if (offer.sendsOn()) addSendingOn(lines, server, offer);
    lines.add(EhloKeyword.HELP.wireName());
    return new Reply(250, null, lines);
  }

  private static void addSendingOn(List<String> lines, SmtpServer server, SmtpServer.Offer offer) {
    lines.add(EhloKeyword.DSN.wireName());
    lines.add(EhloKeyword.DELIVERBY.wireName());
    if (offer.secured()) lines.add(EhloKeyword.REQUIRETLS.wireName());
    // RFC 4865 §3: of the submission protocol only
    if (server.flavour() != Flavour.SUBMISSION) return;
    var latest = server.services().clock().instant().plus(MailCommand.MAX_HOLD);
    lines.add(
        "%s %d %s"
            .formatted(
                EhloKeyword.FUTURERELEASE.wireName(),
                MailCommand.MAX_HOLD.toSeconds(),
                latest.truncatedTo(ChronoUnit.SECONDS)));
  }

  private static String auth(SmtpServer.Offer offer) {
    return offer.mechanisms().stream()
        .map(Mechanism::wireName)
        .collect(Collectors.joining(" ", EhloKeyword.AUTH.wireName() + " ", ""));
  }
}

package org.posthorn.servers.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.pop3.BeforeLogin;
import org.posthorn.wire.pop3.Listing;
import org.posthorn.wire.pop3.Reply;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.SaslFailure;
import org.posthorn.wire.sasl.Step;

/// AUTH (RFC 5034 §4).
final class AuthCommand {

  private AuthCommand() {}

  static Reply run(Pop3Session session, BeforeLogin.Auth command)
      throws IOException, CommandRejected, SessionEnds {
    var mechanism = Mechanism.named(command.mechanism());
    if (mechanism == null) return Replies.UNKNOWN_MECHANISM;
    var logins = session.services().logins();
    var refusal = refusal(session, logins.offer(session.channel(), mechanism));
    if (refusal != null) return refusal;
    var server = logins.begin(mechanism, session.channel());
    var step = server.start(command.initialResponse());
    while (true) {
      switch (step) {
        case Step.Challenge(var data) -> step = server.respond(ask(session, data));
        case Step.CheckPassword(var credentials) -> {
          return Admission.check(session, credentials);
        }
        case Step.Done(var identity, var _) -> {
          return Admission.admit(session, identity);
        }
        case Step.Failed(var reason) -> {
          session.log().loginRefused("", reason.name());
          return refusal(mechanism, reason);
        }
      }
    }
  }

  private static @Nullable Reply refusal(Pop3Session session, SaslLogins.Offer offer) {
    return switch (offer) {
      case SaslLogins.Offer.Open _ -> null;
      case SaslLogins.Offer.NeedsTls _ -> Replies.TLS_NEEDED;
      case SaslLogins.Offer.Nothing _ -> Replies.UNKNOWN_MECHANISM;
      case SaslLogins.Offer.BadCertificate(var reason) -> {
        session.log().loginRefused("", "the certificate " + reason);
        yield Replies.badCertificate(reason);
      }
    };
  }

  private static Reply refusal(Mechanism mechanism, SaslFailure reason) {
    if (reason == SaslFailure.TOKEN_UNDECIDED) return Replies.LOGIN_UNAVAILABLE;
    return mechanism.bearsToken() ? Replies.TOKEN_REFUSED : Replies.WRONG_LOGIN;
  }

  private static Octets ask(Pop3Session session, Octets challenge)
      throws IOException, CommandRejected, SessionEnds {
    session.wire().challenge(challenge.toBase64());
    var read = session.wire().readLine();
    session.wire().concealLastLine();
    switch (read) {
      case LineRead.Line(byte[] line, _) -> {
        var text = new String(line, StandardCharsets.ISO_8859_1);
        if (text.equals("*")) throw new CommandRejected(Replies.CANCELLED);
        var response = Octets.fromBase64(text);
        if (response == null) throw new CommandRejected(Replies.NOT_BASE64);
        return response;
      }
      case LineRead.TooLong _ -> throw new CommandRejected(Replies.LINE_TOO_LONG);
      case LineRead.End _ -> throw new SessionEnds("closed within a login");
    }
  }

  /// Which mechanisms there are.
  static @Nullable Reply list(Pop3Session session) throws IOException {
    session.wire().begin(Reply.ok("Mechanisms follow"));
    for (var mechanism : Capabilities.mechanisms(session)) session.wire().line(mechanism);
    session.wire().end(new Listing());
    return null;
  }
}

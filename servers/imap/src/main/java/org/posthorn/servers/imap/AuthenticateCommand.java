package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.imap.BeforeLogin;
import org.posthorn.wire.imap.CommandLimits;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SaslLine;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.SaslFailure;
import org.posthorn.wire.sasl.Step;

/// AUTHENTICATE (RFC 9051 §6.2.2, RFC 4959).
final class AuthenticateCommand {

  private AuthenticateCommand() {}

  static Reply run(ImapSession session, BeforeLogin.Authenticate command)
      throws IOException, CommandRejected, SessionEnds {
    var mechanism = Mechanism.named(command.mechanism());
    if (mechanism == null) return Replies.UNKNOWN_MECHANISM;
    var channel = SaslLogins.Channel.of(session.connection());
    var logins = session.services().logins();
    var refusal = refusal(session, logins.offer(channel, mechanism));
    if (refusal != null) return refusal;
    var server = logins.begin(mechanism, channel);
    var step = server.start(octets(command.initialResponse()));
    while (true) {
      switch (step) {
        case Step.Challenge(var data) -> step = server.respond(ask(session, data));
        case Step.CheckPassword(var credentials) -> {
          return Admission.check(session, credentials, "AUTHENTICATE");
        }
        case Step.Done(var identity, var _) -> {
          return Admission.admit(session, identity, "AUTHENTICATE");
        }
        case Step.Failed(var reason) -> {
          session.log().loginRefused("", reason.name());
          return refusal(mechanism, reason);
        }
      }
    }
  }

  private static @Nullable Reply refusal(ImapSession session, SaslLogins.Offer offer) {
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

  private static @Nullable Octets octets(SaslLine.@Nullable Response response) {
    return response == null ? null : Octets.of(response.octets());
  }

  private static Octets ask(ImapSession session, Octets challenge)
      throws IOException, CommandRejected, SessionEnds {
    var wire = session.wire();
    wire.continuation(Base64.getEncoder().encodeToString(challenge.toArray()));
    var read = wire.readLine(CommandLimits.BEFORE_LOGIN.lineOctets());
    wire.concealLastLine();
    return switch (read) {
      case LineRead.Line(byte[] line, _) ->
          switch (SaslLine.of(line)) {
            case SaslLine.Response response -> Octets.of(response.octets());
            case SaslLine.Cancelled _ -> throw new CommandRejected(Replies.CANCELLED);
            case SaslLine.Malformed _ -> throw new CommandRejected(Replies.NOT_BASE64);
          };
      case LineRead.TooLong _ -> throw new CommandRejected(Replies.LINE_TOO_LONG);
      case LineRead.End _ -> throw new SessionEnds(Replies.SHUTTING_DOWN);
    };
  }
}

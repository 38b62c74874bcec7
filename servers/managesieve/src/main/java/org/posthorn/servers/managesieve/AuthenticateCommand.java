package org.posthorn.servers.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.LoginFacts;
import org.posthorn.domain.directory.LoginOutcome;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.wire.managesieve.ManageSieveCommand.Authenticate;
import org.posthorn.wire.managesieve.Reply;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.SaslFailure;
import org.posthorn.wire.sasl.Step;
import org.posthorn.wire.sasl.SuccessData;

/// AUTHENTICATE (RFC 5804 §2.1).
final class AuthenticateCommand {

  private static final String PROTOCOL = "managesieve";

  private AuthenticateCommand() {}

  static Reply run(ManageSieveSession session, Authenticate command)
      throws IOException, CommandRejected, SessionEnds {
    var mechanism = Mechanism.named(command.mechanism());
    if (mechanism == null) return Replies.UNKNOWN_MECHANISM;
    var channel = SaslLogins.Channel.of(session.connection());
    var logins = session.services().logins();
    var refusal = refusal(session, logins.offer(channel, mechanism));
    if (refusal != null) return refusal;
    var directory = session.services().directory();
    var initial = command.initial();
    var server = logins.begin(mechanism, channel, SuccessData.WITH_OUTCOME);
    var step = server.start(initial == null ? null : octets(initial));
    while (true) {
      switch (step) {
        case Step.Challenge(var data) -> step = server.respond(ask(session, data));
        case Step.CheckPassword(var credentials) -> {
          var peer = session.connection().remoteAddress().getHostAddress();
          var outcome = directory.authenticate(credentials, new LoginFacts(PROTOCOL, peer));
          return decide(session, outcome, credentials.authcid(), null);
        }
        case Step.Done(var identity, var data) -> {
          return decide(session, directory.admit(identity), identity.authcid(), data);
        }
        case Step.Failed(var reason) -> {
          session.log().loginRefused("", reason.name());
          return refusal(mechanism, reason);
        }
      }
    }
  }

  private static @Nullable Reply refusal(ManageSieveSession session, SaslLogins.Offer offer) {
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

  private static Octets ask(ManageSieveSession session, Octets challenge)
      throws IOException, CommandRejected, SessionEnds {
    session.line(Reply.string(Base64.getEncoder().encodeToString(challenge.toArray())));
    session.connection().output().flush();
    var answer = new String(session.reader().string(), UTF_8);
    if (answer.equals("*")) throw new CommandRejected(Replies.CANCELLED);
    return octets(answer);
  }

  private static Octets octets(String base64) throws CommandRejected {
    try {
      return Octets.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new CommandRejected(Replies.NOT_BASE64);
    }
  }

  private static Reply decide(
      ManageSieveSession session, LoginOutcome outcome, String user, @Nullable Octets data) {
    var refusal =
        switch (outcome) {
          case LoginOutcome.Ok(var account) ->
              session.services().connections().enter(account.id())
                  ? null
                  : Replies.TOO_MANY_CONNECTIONS;
          case LoginOutcome.WrongPassword _, LoginOutcome.UnknownAccount _ -> Replies.WRONG_LOGIN;
          case LoginOutcome.Disabled _ -> Replies.DISABLED;
          case LoginOutcome.Moved(var _, var referral) -> Replies.moved(referral.host());
          case LoginOutcome.MayNotActAs _ -> Replies.MAY_NOT_ACT_AS;
          case LoginOutcome.TemporaryFailure _ -> Replies.LOGIN_UNAVAILABLE;
        };
    if (refusal == null && outcome instanceof LoginOutcome.Ok(var account)) {
      session.loggedIn(new SessionState.LoggedIn(account.id(), account.address().toString()));
      if (data == null || data.toArray().length == 0) return Reply.ok("Logged in.");
      var proof = Base64.getEncoder().encodeToString(data.toArray());
      return Reply.ok("SASL " + Reply.string(proof), "Logged in.");
    }
    session.log().loginRefused(user, outcome.getClass().getSimpleName());
    return refusal == null ? Replies.WRONG_LOGIN : refusal;
  }
}

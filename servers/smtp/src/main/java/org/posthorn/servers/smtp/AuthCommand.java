package org.posthorn.servers.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.LoginFacts;
import org.posthorn.domain.directory.LoginOutcome;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.SaslFailure;
import org.posthorn.wire.sasl.Step;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.SmtpCommand;

/// AUTH (RFC 4954 §4). Wrong password and unknown account look the same from outside.
final class AuthCommand {

  private AuthCommand() {}

  static void run(SmtpSession session, SmtpCommand.Auth auth) throws IOException {
    session.wire().conceal();
    try {
      var mechanism = Mechanism.named(auth.mechanism());
      var refusal = refusal(session, mechanism);
      if (mechanism == null || refusal != null)
        session.reply(refusal == null ? Replies.NO_SUCH_MECHANISM : refusal);
      else if (auth.endsGroup() && session.wire().hasMore())
        session.close(Replies.PIPELINED_TOO_EARLY);
      else exchange(session, mechanism, auth.initialResponse());
    } finally {
      session.wire().reveal();
    }
  }

  private static @Nullable Reply refusal(SmtpSession session, @Nullable Mechanism mechanism) {
    if (!session.server().flavour().wantsLogin()) return Replies.NO_LOGIN_HERE;
    if (session.hello() == null) return Replies.HELLO_FIRST;
    if (session.account() != null) return Replies.LOGGED_IN_ALREADY;
    if (session.transaction() != null) return Replies.NO_LOGIN_NOW;
    if (mechanism == null) return Replies.NO_SUCH_MECHANISM;
    return switch (logins(session).offer(session.channel(), mechanism)) {
      case SaslLogins.Offer.Open _ -> null;
      case SaslLogins.Offer.NeedsTls _ -> Replies.NEEDS_TLS;
      case SaslLogins.Offer.Nothing _ -> Replies.NO_SUCH_MECHANISM;
      case SaslLogins.Offer.BadCertificate(var reason) -> {
        session.log().loginRefused(mechanism, "the certificate " + reason);
        yield Replies.badCertificate(reason);
      }
    };
  }

  /// What this connection may use now. A password crosses the wire only under TLS, or where there
  /// is no wire.
  static List<Mechanism> mechanisms(SmtpSession session) {
    if (!session.server().flavour().wantsLogin()) return List.of();
    return logins(session).offered(session.channel());
  }

  private static SaslLogins logins(SmtpSession session) {
    return new SaslLogins(session.services().directory(), session.services().random());
  }

  private static void exchange(SmtpSession session, Mechanism mechanism, @Nullable String initial)
      throws IOException {
    var server = logins(session).begin(mechanism, session.channel());
    var first = initial == null ? null : Octets.fromBase64(initial);
    if (initial != null && first == null) {
      session.reply(Replies.NOT_BASE64);
      return;
    }
    try {
      var step = server.start(first);
      while (step instanceof Step.Challenge(var data)) {
        session.reply(Reply.challenge(data.toBase64()));
        var response = response(session);
        if (response == null) return;
        step = server.respond(response);
      }
      finish(session, mechanism, step);
    } catch (StorageException e) {
      session.log().storeFailed(e);
      session.reply(Replies.NO_LOGIN_FOR_NOW);
    }
  }

  /// The client's answer to a challenge.
  ///
  /// @return null when there is none, and the client has been told
  private static @Nullable Octets response(SmtpSession session) throws IOException {
    switch (session.wire().readLine()) {
      case LineRead.Line(var bytes, var _) -> {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var response = Octets.fromBase64(text);
        if (response == null)
          session.reply(text.equals("*") ? Replies.LOGIN_CANCELLED : Replies.NOT_BASE64);
        return response;
      }
      case LineRead.TooLong _ -> session.reply(Replies.AUTH_LINE_TOO_LONG);
      case LineRead.End _ -> session.end();
    }
    return null;
  }

  private static void finish(SmtpSession session, Mechanism mechanism, Step end)
      throws IOException {
    var directory = session.services().directory();
    var facts =
        new LoginFacts(
            session.server().flavour().logName(),
            session.connection().remoteAddress().getHostAddress());
    switch (end) {
      case Step.CheckPassword(var credentials) ->
          admit(session, mechanism, directory.authenticate(credentials, facts));
      case Step.Done(var identity, var _) -> admit(session, mechanism, directory.admit(identity));
      case Step.Failed(var reason) ->
          refuse(session, mechanism, reason.name(), refusal(mechanism, reason));
      case Step.Challenge _ -> throw new IllegalStateException("the exchange goes on");
    }
  }

  private static Reply refusal(Mechanism mechanism, SaslFailure reason) {
    if (reason == SaslFailure.TOKEN_UNDECIDED) return Replies.NO_LOGIN_FOR_NOW;
    return mechanism.bearsToken() ? Replies.TOKEN_REFUSED : Replies.LOGIN_REFUSED;
  }

  private static void admit(SmtpSession session, Mechanism mechanism, LoginOutcome outcome)
      throws IOException {
    switch (outcome) {
      case LoginOutcome.Ok(var account) -> {
        session.account(account);
        session.log().loggedIn(account, mechanism);
        session.reply(Replies.LOGGED_IN);
      }
      case LoginOutcome.WrongPassword(var account) ->
          refuse(
              session, mechanism, "wrong password of " + account.address(), Replies.LOGIN_REFUSED);
      case LoginOutcome.UnknownAccount _ ->
          refuse(session, mechanism, "unknown account", Replies.LOGIN_REFUSED);
      case LoginOutcome.MayNotActAs(var account, var _) ->
          refuse(session, mechanism, account.address() + " as another", Replies.LOGIN_REFUSED);
      case LoginOutcome.Disabled(var account, var reason) ->
          refuse(session, mechanism, account.address() + ": " + reason, Replies.ACCOUNT_DISABLED);
      case LoginOutcome.Moved(var account, var referral) ->
          refuse(
              session,
              mechanism,
              account.address() + " has " + referral,
              Replies.moved(referral.host()));
      case LoginOutcome.TemporaryFailure _ -> session.reply(Replies.NO_LOGIN_FOR_NOW);
    }
  }

  private static void refuse(SmtpSession session, Mechanism mechanism, String reason, Reply reply)
      throws IOException {
    session.log().loginRefused(mechanism, reason);
    session.reply(reply);
    if (!session.loginFailed()) session.close(Replies.TOO_MANY_LOGINS);
  }
}

package org.posthorn.servers.pop3;

import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.LoginFacts;
import org.posthorn.domain.directory.LoginOutcome;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.wire.pop3.Reply;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Identity;

/// Lets people in whom the directory knows, and gives them their maildrop (RFC 1939 §4).
final class Admission {

  private Admission() {}

  /// Checks a plain password.
  static Reply check(Pop3Session session, Credentials credentials) {
    var peer = session.connection().remoteAddress().getHostAddress();
    var facts = new LoginFacts("pop3", peer);
    var outcome = session.services().directory().authenticate(credentials, facts);
    return decide(session, outcome, credentials.authcid());
  }

  /// Lets in whom an exchange has proven: by SCRAM, a token or a certificate.
  static Reply admit(Pop3Session session, Identity identity) {
    return decide(session, session.services().directory().admit(identity), identity.authcid());
  }

  private static Reply decide(Pop3Session session, LoginOutcome outcome, String user) {
    if (outcome instanceof LoginOutcome.Ok(var account)) return enter(session, account);
    session.log().loginRefused(user, outcome.getClass().getSimpleName());
    return switch (outcome) {
      case LoginOutcome.Ok _ -> throw new IllegalStateException("was let in");
      case LoginOutcome.WrongPassword _, LoginOutcome.UnknownAccount _ -> Replies.WRONG_LOGIN;
      case LoginOutcome.Disabled _ -> Replies.DISABLED;
      case LoginOutcome.Moved(var _, var referral) -> Replies.moved(referral.host());
      case LoginOutcome.MayNotActAs _ -> Replies.MAY_NOT_ACT_AS;
      case LoginOutcome.TemporaryFailure _ -> Replies.LOGIN_UNAVAILABLE;
    };
  }

  private static Reply enter(Pop3Session session, Account account) {
    var services = session.services();
    var hold = services.locks().acquire(account.id());
    if (hold == null) {
      session.log().loginRefused(account.address().toString(), "maildrop in use");
      return Replies.inUse(services.locks().takeoverAfter());
    }
    boolean entered = false;
    try {
      var mail = MailAccount.of(account);
      var maildrop = Maildrop.open(services.mail(), mail, session.headers());
      var name = account.address().toString();
      session.loggedIn(new SessionState.LoggedIn(account.id(), name, maildrop, hold));
      entered = true;
      return Reply.ok("Logged in, " + messages(maildrop.size()));
    } finally {
      if (!entered) hold.release();
    }
  }

  static String messages(int count) {
    return count == 1 ? "1 message" : count + " messages";
  }
}

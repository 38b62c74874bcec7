package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.LoginFacts;
import org.posthorn.domain.directory.LoginOutcome;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.sharing.Household;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Identity;

/// Lets people in whom the directory knows.
final class Admission {

  private Admission() {}

  /// Checks a plain password.
  static Reply check(ImapSession session, Credentials credentials, String command)
      throws CommandRejected {
    var peer = session.connection().remoteAddress().getHostAddress();
    var outcome =
        session.services().directory().authenticate(credentials, new LoginFacts("imap", peer));
    return decide(session, outcome, credentials.authcid(), command);
  }

  /// Lets in whom an exchange has proven: by SCRAM, a token or a certificate.
  static Reply admit(ImapSession session, Identity identity, String command)
      throws CommandRejected {
    var outcome = session.services().directory().admit(identity);
    return decide(session, outcome, identity.authcid(), command);
  }

  private static Reply decide(
      ImapSession session, LoginOutcome outcome, String user, String command)
      throws CommandRejected {
    var reply =
        switch (outcome) {
          case LoginOutcome.Ok(var account) -> enter(session, account, command);
          case LoginOutcome.WrongPassword _, LoginOutcome.UnknownAccount _ -> Replies.WRONG_LOGIN;
          case LoginOutcome.Disabled _ -> Replies.DISABLED;
          case LoginOutcome.Moved(var account, var referral) -> Replies.moved(account, referral);
          case LoginOutcome.MayNotActAs _ -> Replies.MAY_NOT_ACT_AS;
          case LoginOutcome.TemporaryFailure _ -> Replies.LOGIN_UNAVAILABLE;
        };
    if (!(session.state() instanceof SessionState.Known))
      session.log().loginRefused(user, outcome.getClass().getSimpleName());
    return reply;
  }

  private static Reply enter(ImapSession session, Account account, String command) {
    var services = session.services();
    if (!services.connections().enter(account.id())) return Replies.TOO_MANY_CONNECTIONS;
    var mail = MailAccount.of(account);
    boolean entered = false;
    try {
      services.mail().mailboxes().inbox(mail);
      var home = Household.own(account);
      var name = account.address().toString();
      session.loggedIn(new SessionState.Login(account.id(), name, home, account.isAdmin()));
      entered = true;
    } finally {
      if (!entered) services.connections().leave(account.id());
    }
    // RFC 2221 §4.1: there is room for one code, and a client that follows it needs no other.
    var referral = account.settings().referral();
    if (referral != null)
      return Reply.ok(
          Replies.code(account, referral),
          "Welcome; your mail is better read at " + referral.host());
    // RFC 9051 §6.2.2: what may be done changes with the login, and this saves a CAPABILITY.
    var capabilities = new ResponseCode.Capabilities(Capabilities.of(session));
    return Reply.ok(capabilities, command + " completed");
  }
}

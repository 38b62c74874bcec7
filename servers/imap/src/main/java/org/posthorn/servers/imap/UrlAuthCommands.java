package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.ImapUrl;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.UrlResponses;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// RESETKEY, GENURLAUTH and URLFETCH (RFC 4467 §7): URLs that let others read one message or a part
/// of it. Nobody is a submission entity here, so what is authorized for `submit+` serves nobody
/// yet.
final class UrlAuthCommands {
  private UrlAuthCommands() {}

  static Reply run(ImapSession session, Known state, AfterLogin.ResetKey command)
      throws CommandRejected {
    var metadata = session.services().mail().metadata();
    var name = command.mailbox();
    if (name == null) {
      metadata.removeAccessKeys(state.login().account());
      return Reply.ok("All keys removed");
    }
    for (var mechanism : command.mechanisms()) requireMechanism(mechanism);
    var place = Names.required(session.services(), state.login(), name, Right.READ);
    // A key is its owner's.
    if (!place.household().isOwn()) throw new CommandRejected(Replies.NOT_THE_OWNER);
    if (!metadata.resetAccessKey(place.where(), freshKey(session))) return Replies.NO_SUCH_MAILBOX;
    return Reply.ok(ResponseCode.Plain.URLMECH_INTERNAL, "The key is another one now");
  }

  private static void requireMechanism(String mechanism) throws CommandRejected {
    if (!mechanism.equals(AccessToken.MECHANISM))
      throw new CommandRejected(Replies.UNKNOWN_URL_MECHANISM);
  }

  private static byte[] freshKey(ImapSession session) {
    var key = new byte[AccessToken.KEY_OCTETS];
    session.services().random().nextBytes(key);
    return key;
  }

  static Reply run(ImapSession session, Known state, AfterLogin.GenUrlAuth command)
      throws IOException, CommandRejected {
    var urls = new ArrayList<String>();
    for (var rump : command.urls()) {
      requireMechanism(rump.mechanism());
      urls.add(authorized(session, state, rump.url()));
    }
    UrlResponses.generated(session.wire().out(), urls);
    session.wire().responseEnds();
    return Replies.completed(command.name());
  }

  private static String authorized(ImapSession session, Known state, String rump)
      throws CommandRejected {
    var url = ImapUrl.parse(rump);
    var server = url == null ? null : url.server();
    var name = url == null ? null : url.mailbox();
    if (url == null || server == null || name == null)
      throw new CommandRejected(Replies.NO_MESSAGE_URL);
    var authorization = url.authorization();
    if (authorization == null || authorization.verifier() != null)
      throw new CommandRejected(Replies.NO_ACCESS_IDENTIFIER);
    var owner = owner(session, server.user());
    if (owner == null || !owner.id().equals(state.login().id()))
      throw new CommandRejected(Replies.NOT_THE_OWNER);
    var account = state.login().account();
    var mailbox = UrlMessages.mailbox(session, account, name, url);
    var key =
        mailbox == null
            ? null
            : session
                .services()
                .mail()
                .metadata()
                .accessKey(new Where(account, mailbox.id()), freshKey(session));
    if (key == null) throw new CommandRejected(Replies.NO_MESSAGE_URL);
    return rump + ":" + AccessToken.MECHANISM + ":" + AccessToken.of(key, rump);
  }

  private static @Nullable Account owner(ImapSession session, @Nullable String user) {
    if (user == null) return null;
    try {
      var account = session.services().directory().accounts().find(EmailAddress.parse(user));
      return account != null && account.enabled() ? account : null;
    } catch (AddressException _) {
      return null;
    }
  }

  static Reply run(ImapSession session, Known state, AfterLogin.UrlFetch command)
      throws IOException {
    var wire = session.wire();
    for (var text : command.urls()) {
      var excerpt = excerpt(session, state, text);
      UrlResponses.begin(wire.out(), text);
      if (excerpt == null) {
        UrlResponses.nil(wire.out());
      } else {
        UrlResponses.literal(wire.out(), excerpt.length());
        try (var in = MessageSections.withoutNul(excerpt.source().get())) {
          wire.stream(in, excerpt.length());
        }
      }
      UrlResponses.end(wire.out());
      wire.responseEnds();
    }
    return Replies.completed(command.name());
  }

  /// Absent for every URL that is not valid, whatever the reason.
  private static MessageSections.@Nullable Excerpt excerpt(
      ImapSession session, Known state, String text) {
    var url = ImapUrl.parse(text);
    var server = url == null ? null : url.server();
    var name = url == null ? null : url.mailbox();
    var authorization = url == null ? null : url.authorization();
    if (url == null || server == null || name == null || authorization == null) return null;
    var verifier = authorization.verifier();
    if (verifier == null || !verifier.mechanism().equals(AccessToken.MECHANISM)) return null;
    var owner = owner(session, server.user());
    var account = owner == null ? null : MailAccount.of(owner);
    var mailbox = account == null ? null : UrlMessages.mailbox(session, account, name, url);
    var key = key(session, account, mailbox);
    // RFC 4467 §6: a mailbox that is not there takes as long as a wrong token.
    boolean right =
        AccessToken.isRight(
            key == null ? new byte[AccessToken.KEY_OCTETS] : key,
            authorization.rump(),
            verifier.token());
    if (!right || key == null || account == null || mailbox == null) return null;
    if (!mayUse(session, state, authorization)) return null;
    return UrlMessages.find(session, new Where(account, mailbox.id()), url);
  }

  private static byte @Nullable [] key(
      ImapSession session, @Nullable MailAccount account, @Nullable Mailbox mailbox) {
    if (account == null || mailbox == null) return null;
    return session.services().mail().metadata().accessKey(new Where(account, mailbox.id()));
  }

  private static boolean mayUse(
      ImapSession session, Known state, ImapUrl.Authorization authorization) {
    var expires = authorization.expires();
    if (expires != null && session.services().clock().instant().isAfter(expires)) return false;
    return switch (authorization.access()) {
      case ANONYMOUS, AUTHUSER -> true;
      case SUBMIT -> false;
      case USER -> {
        var user = owner(session, authorization.user());
        yield user != null && user.id().equals(state.login().id());
      }
    };
  }
}

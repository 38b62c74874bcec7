package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.QuotaUsage;
import org.posthorn.wire.imap.Reply;

/// GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 §4.1). An account with a limit has one root for
/// all its mailboxes; one without has none.
final class QuotaCommands {

  private static final String ROOT = "account";
  private static final int STORAGE_UNIT = 1024;

  private QuotaCommands() {}

  static Reply run(ImapSession session, Known state, AfterLogin.GetQuota command)
      throws IOException, CommandRejected {
    var account = Accounts.current(session.services(), state.login());
    if (!command.root().equals(ROOT) || roots(account).isEmpty()) return Replies.NO_SUCH_ROOT;
    tell(session, account);
    return Replies.completed("GETQUOTA");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.GetQuotaRoot command)
      throws IOException, CommandRejected {
    var mailbox = Names.required(session.services(), state.login(), command.mailbox());
    var account = Accounts.current(session.services(), state.login());
    var roots = roots(account);
    MailboxResponses.quotaRoot(session.wire().out(), Names.name(mailbox.path()), roots);
    session.wire().responseEnds();
    if (!roots.isEmpty()) tell(session, account);
    return Replies.completed("GETQUOTAROOT");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.SetQuota command) {
    return Replies.QUOTA_BY_ADMIN;
  }

  private static List<String> roots(MailAccount account) {
    return account.limit().equals(QuotaLimit.NONE) ? List.of() : List.of(ROOT);
  }

  private static void tell(ImapSession session, MailAccount account) throws IOException {
    var use = session.services().mail().mailboxes().use(account);
    var limit = account.limit();
    var resources = new ArrayList<QuotaUsage>();
    if (limit.bytes() != QuotaLimit.UNLIMITED)
      resources.add(
          new QuotaUsage(
              "STORAGE",
              Math.ceilDiv(use.bytes(), STORAGE_UNIT),
              Math.ceilDiv(limit.bytes(), STORAGE_UNIT)));
    if (limit.messages() != QuotaLimit.UNLIMITED)
      resources.add(new QuotaUsage("MESSAGE", use.messages(), limit.messages()));
    MailboxResponses.quota(session.wire().out(), ROOT, resources);
    session.wire().responseEnds();
  }
}

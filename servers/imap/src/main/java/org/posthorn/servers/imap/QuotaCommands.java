package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.sharing.Household;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.QuotaUsage;
import org.posthorn.wire.imap.Reply;

/// GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 §4.1). An account with a limit has one root for
/// all its mailboxes; one without has none. The root of others is named by their address.
final class QuotaCommands {

  private static final String ROOT = "account";
  private static final int STORAGE_UNIT = 1024;

  private QuotaCommands() {}

  static Reply run(ImapSession session, Known state, AfterLogin.GetQuota command)
      throws IOException, CommandRejected {
    var household = household(session, state, command.root());
    if (household == null) return Replies.NO_SUCH_ROOT;
    var account = Accounts.current(session.services(), household);
    if (roots(household, account).isEmpty()) return Replies.NO_SUCH_ROOT;
    tell(session, household, account);
    return Replies.completed("GETQUOTA");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.GetQuotaRoot command)
      throws IOException, CommandRejected {
    var login = state.login();
    var place = Names.required(session.services(), login, command.mailbox(), Right.READ);
    var household = place.household();
    var account = Accounts.current(session.services(), household);
    var roots = roots(household, account);
    MailboxResponses.quotaRoot(session.wire().out(), place.name(), roots);
    session.wire().responseEnds();
    if (!roots.isEmpty()) tell(session, household, account);
    return Replies.completed("GETQUOTAROOT");
  }

  static Reply run(ImapSession session, Known state, AfterLogin.SetQuota command) {
    return Replies.QUOTA_BY_ADMIN;
  }

  private static @Nullable Household household(ImapSession session, Known state, String root) {
    var login = state.login();
    if (root.equals(ROOT)) return login.home();
    for (var other : session.services().sharing().others(login.id()))
      if (root(other).equals(root)) return readsAny(session, other) ? other : null;
    return null;
  }

  /// Who may ask a mailbox for its root (RFC 4314 §4) may ask the root itself.
  private static boolean readsAny(ImapSession session, Household other) {
    var access = session.services().sharing().access(other);
    return session.services().mail().mailboxes().all(other.account()).stream()
        .anyMatch(mailbox -> access.rights(mailbox.id()).has(Right.READ));
  }

  private static String root(Household household) {
    return household.isOwn() ? ROOT : household.address().toString();
  }

  private static List<String> roots(Household household, MailAccount account) {
    return account.limit().equals(QuotaLimit.NONE) ? List.of() : List.of(root(household));
  }

  private static void tell(ImapSession session, Household household, MailAccount account)
      throws IOException {
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
    MailboxResponses.quota(session.wire().out(), root(household), resources);
    session.wire().responseEnds();
  }
}

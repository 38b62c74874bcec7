package org.posthorn.servers.imap;

import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.sharing.Household;

/// The account of a session as the directory has it now: its quota may have changed since the
/// login.
final class Accounts {

  private Accounts() {}

  /// @throws CommandRejected when the account was removed or disabled meanwhile
  static MailAccount current(ImapServices services, SessionState.Login login)
      throws CommandRejected {
    return current(services, login.home());
  }

  /// The same of whoever's mailboxes they are.
  static MailAccount current(ImapServices services, Household household) throws CommandRejected {
    var account = services.directory().accounts().find(new AccountId(household.account().id()));
    if (account == null || !account.enabled()) throw new CommandRejected(Replies.DISABLED);
    return MailAccount.of(account);
  }
}

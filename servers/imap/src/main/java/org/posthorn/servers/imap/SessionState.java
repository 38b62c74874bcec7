package org.posthorn.servers.imap;

import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.sharing.Household;

/// What a session may do (RFC 9051 §3); replaced as a whole.
sealed interface SessionState {

  /// Not authenticated.
  record Anonymous() implements SessionState {}

  /// Authenticated: somebody is there.
  sealed interface Known extends SessionState {
    Login login();
  }

  /// Authenticated, no mailbox selected.
  record LoggedIn(Login login) implements Known {}

  record Selected(Login login, SelectedMailbox mailbox) implements Known {}

  /// Who logged in.
  ///
  /// @param name the account's address, for logs
  /// @param home his own mailboxes
  /// @param administrator of this server
  record Login(AccountId id, String name, Household home, boolean administrator) {
    MailAccount account() {
      return home.account();
    }
  }
}

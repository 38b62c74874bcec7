package org.posthorn.servers.pop3;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;

/// What a session may do (RFC 1939 §3); replaced as a whole.
sealed interface SessionState {

  /// AUTHORIZATION.
  ///
  /// @param user whom USER has named, until PASS
  record Anonymous(@Nullable String user) implements SessionState {}

  /// TRANSACTION.
  ///
  /// @param name the account's address, for logs
  record LoggedIn(AccountId account, String name, Maildrop maildrop, MaildropLocks.Hold hold)
      implements SessionState {}
}

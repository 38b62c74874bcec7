package org.posthorn.servers.managesieve;

import org.posthorn.domain.directory.AccountId;

/// What a session may do (RFC 5804 §2); replaced as a whole.
sealed interface SessionState {

  record Anonymous() implements SessionState {}

  /// Somebody is there.
  ///
  /// @param name the account's address
  record LoggedIn(AccountId id, String name) implements SessionState {}
}

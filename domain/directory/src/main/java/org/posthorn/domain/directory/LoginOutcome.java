package org.posthorn.domain.directory;

/// What became of an attempt to log in. Protocols answer [WrongPassword] and [UnknownAccount] with
/// the same words, so that a stranger learns nothing; the log tells them apart.
public sealed interface LoginOutcome {

  /// He is who he says.
  record Ok(Account account) implements LoginOutcome {}

  record WrongPassword(Account account) implements LoginOutcome {}

  record UnknownAccount() implements LoginOutcome {}

  /// The login was right, but the account or its domain is turned off.
  record Disabled(Account account, String reason) implements LoginOutcome {}

  /// The login was right, but the account's mail is at another server, and nobody may log in here.
  record Moved(Account account, Referral referral) implements LoginOutcome {}

  /// The login was right, but this account may not act as the one that was asked for.
  record MayNotActAs(Account account, String authzid) implements LoginOutcome {}

  /// It cannot be decided now.
  record TemporaryFailure(String reason) implements LoginOutcome {}
}

package org.posthorn.domain.directory;

import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenError;

/// Who knows whether an access token is good and whose it is: an authorization server, asked by
/// whatever means.
///
/// Called on a thread of its own, by several at a time. It should keep to a time limit of its own;
/// if it does not it is interrupted, and its answer no longer counts. It must not log the token.
@FunctionalInterface
public interface TokenVerifier {

  Answer verify(Secret token) throws InterruptedException;

  /// What is said of a token.
  sealed interface Answer {
    /// It is good, and for mail.
    ///
    /// @param address the account's
    record Good(EmailAddress address) implements Answer {}

    /// It is not to be taken.
    ///
    /// @param reason for the log; no part of the token
    record Refused(TokenError error, String reason) implements Answer {}

    /// It cannot be decided now.
    ///
    /// @param reason for the log; no part of the token
    record Unavailable(String reason) implements Answer {}
  }
}

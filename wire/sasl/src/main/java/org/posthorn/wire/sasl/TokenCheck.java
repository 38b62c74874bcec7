package org.posthorn.wire.sasl;

/// Who knows whether an access token is good, and whose it is.
@FunctionalInterface
public interface TokenCheck {

  /// Answers within a bounded time.
  ///
  /// @param token not empty, of the characters that RFC 6750 §2.1 allows
  Verdict check(Secret token);

  /// What is known of a token.
  sealed interface Verdict {
    /// It is good.
    ///
    /// @param login whose it is
    record Proven(String login) implements Verdict {}

    record Refused(TokenError error) implements Verdict {}

    /// It cannot be decided now.
    record Undecided() implements Verdict {}
  }
}

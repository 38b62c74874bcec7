package org.posthorn.domain.directory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.sasl.TokenHints;

/// What the directory must know before it opens.
///
/// @param defaultDomain where a login without a domain belongs, and `<postmaster>`; null takes the
///   only domain while there is only one
/// @param newAccounts the partition where new accounts' mail lives
/// @param tokens how access tokens are checked; null when they are not taken
public record DirectoryConfig(
    @Nullable DomainName defaultDomain, PartitionId newAccounts, @Nullable Tokens tokens) {

  public static final DirectoryConfig DEFAULT = new DirectoryConfig(null, new PartitionId(1), null);

  /// How access tokens are checked.
  ///
  /// @param hints what clients are told whose tokens are refused
  /// @param timeLimit how long a login waits for the verifier
  /// @param atATime how many tokens are checked at a time; more logins are told to come back
  public record Tokens(TokenVerifier verifier, TokenHints hints, Duration timeLimit, int atATime) {
    public Tokens {
      if (!timeLimit.isPositive() || atATime < 1)
        throw new IllegalArgumentException(
            "tokens cannot be checked in no time, or none at a time");
    }
  }

  public DirectoryConfig withTokens(@Nullable Tokens checked) {
    return new DirectoryConfig(defaultDomain, newAccounts, checked);
  }
}

package org.posthorn.domain.directory;

import java.time.Instant;
import java.util.List;
import org.posthorn.wire.mail.EmailAddress;

/// An address that stands for others.
public record Alias(
    AliasId id, EmailAddress address, List<Target> targets, boolean enabled, Instant created)
    implements Audited {

  /// More would be a mailing list, which needs other care.
  public static final int MAX_TARGETS = 500;

  public Alias {
    targets = List.copyOf(targets);
  }

  /// Where an alias leads.
  public sealed interface Target {
    EmailAddress address();

    /// An account of ours, by id: it stays the target when its address changes.
    record ToAccount(AccountId id, EmailAddress address) implements Target {}

    /// Another alias, or an address elsewhere.
    record ToAddress(EmailAddress address) implements Target {}
  }
}

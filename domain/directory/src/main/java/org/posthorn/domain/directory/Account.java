package org.posthorn.domain.directory;

import java.time.Instant;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.EmailAddress;

/// A person's or a purpose's account: its address is the mailbox and the login.
///
/// @param address as the administrator wrote it, at the name of the domain (never at one of its
///   other names)
/// @param partition where its mail lives
public record Account(
    AccountId id,
    EmailAddress address,
    AccountSettings settings,
    PartitionId partition,
    Instant created)
    implements Audited {

  public boolean enabled() {
    return settings.enabled();
  }

  public Quota quota() {
    return settings.quota();
  }

  public boolean isAdmin() {
    return settings.roles().contains(Role.ADMIN);
  }
}

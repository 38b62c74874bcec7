package org.posthorn.domain.directory;

import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.DomainName;

/// What the directory must know before it opens.
///
/// @param defaultDomain where a login without a domain belongs, and `<postmaster>`; null takes the
///   only domain while there is only one
/// @param newAccounts the partition where new accounts' mail lives
public record DirectoryConfig(@Nullable DomainName defaultDomain, PartitionId newAccounts) {

  public static final DirectoryConfig DEFAULT = new DirectoryConfig(null, new PartitionId(1));
}

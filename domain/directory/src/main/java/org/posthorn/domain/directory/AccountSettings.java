package org.posthorn.domain.directory;

import java.util.Set;

/// What an administrator may change of an account at any time.
///
/// @param displayName a person's name; may be empty
/// @param enabled a disabled account keeps its mail, takes no more, and nobody can log in to it
public record AccountSettings(String displayName, boolean enabled, Quota quota, Set<Role> roles) {

  public static final AccountSettings DEFAULT = new AccountSettings("", true, Quota.NONE, Set.of());

  /// The longest display name, in characters.
  public static final int MAX_NAME_CHARACTERS = 200;

  public AccountSettings {
    roles = Set.copyOf(roles);
  }

  public AccountSettings withDisplayName(String name) {
    return new AccountSettings(name, enabled, quota, roles);
  }

  public AccountSettings withEnabled(boolean enabled) {
    return new AccountSettings(displayName, enabled, quota, roles);
  }

  public AccountSettings withQuota(Quota quota) {
    return new AccountSettings(displayName, enabled, quota, roles);
  }

  public AccountSettings withRoles(Set<Role> roles) {
    return new AccountSettings(displayName, enabled, quota, roles);
  }
}

package org.posthorn.domain.directory;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an administrator may change of an account at any time.
///
/// @param displayName a person's name; may be empty
/// @param enabled a disabled account keeps its mail, takes no more, and nobody can log in to it
/// @param referral another server where the account's mail is; null when it is here
public record AccountSettings(
    String displayName,
    boolean enabled,
    Quota quota,
    Set<Role> roles,
    @Nullable Referral referral) {

  public static final AccountSettings DEFAULT = new AccountSettings("", true, Quota.NONE, Set.of());

  /// The longest display name, in characters.
  public static final int MAX_NAME_CHARACTERS = 200;

  public AccountSettings {
    roles = Set.copyOf(roles);
  }

  /// Of an account whose mail is here.
  public AccountSettings(String displayName, boolean enabled, Quota quota, Set<Role> roles) {
    this(displayName, enabled, quota, roles, null);
  }

  public AccountSettings withDisplayName(String name) {
    return new AccountSettings(name, enabled, quota, roles, referral);
  }

  public AccountSettings withEnabled(boolean enabled) {
    return new AccountSettings(displayName, enabled, quota, roles, referral);
  }

  public AccountSettings withQuota(Quota quota) {
    return new AccountSettings(displayName, enabled, quota, roles, referral);
  }

  public AccountSettings withRoles(Set<Role> roles) {
    return new AccountSettings(displayName, enabled, quota, roles, referral);
  }

  public AccountSettings withReferral(@Nullable Referral elsewhere) {
    return new AccountSettings(displayName, enabled, quota, roles, elsewhere);
  }
}

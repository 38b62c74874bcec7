package org.posthorn.domain.directory;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// What an administrator may change of a domain at any time.
///
/// @param enabled a disabled domain takes no mail and its accounts cannot log in
/// @param plusSeparators characters that begin the detail of an address (`+` makes `romeo+lists`
///   reach `romeo`); empty turns that off
/// @param catchAll where mail for unknown addresses goes; null refuses it
/// @param administrator who gets postmaster's and abuse's mail when no such address exists; null is
///   the server's administrator
public record DomainSettings(
    boolean enabled,
    String plusSeparators,
    @Nullable EmailAddress catchAll,
    @Nullable AccountId administrator) {

  public static final DomainSettings DEFAULT = new DomainSettings(true, "+", null, null);

  public DomainSettings {
    // A separator that is a letter or digit would cut ordinary names.
    if (!plusSeparators.matches("[+\\-_.=#~!]{0,8}"))
      throw new IllegalArgumentException("separators " + plusSeparators);
  }

  public DomainSettings withEnabled(boolean enabled) {
    return new DomainSettings(enabled, plusSeparators, catchAll, administrator);
  }

  public DomainSettings withPlusSeparators(String separators) {
    return new DomainSettings(enabled, separators, catchAll, administrator);
  }

  public DomainSettings withCatchAll(@Nullable EmailAddress target) {
    return new DomainSettings(enabled, plusSeparators, target, administrator);
  }

  public DomainSettings withAdministrator(@Nullable AccountId account) {
    return new DomainSettings(enabled, plusSeparators, catchAll, account);
  }
}

package org.posthorn.domain.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;

/// A key of a domain that is hosted here. Its text says nothing of the secret.
///
/// @param activated when it began to sign, the last time
/// @param retired when it ceased to sign, the last time
public record DomainKey(
    DkimKeyId id,
    DomainName domain,
    DkimSelector selector,
    DkimKey secret,
    State state,
    Instant created,
    @Nullable Instant activated,
    @Nullable Instant retired)
    implements Audited {

  /// How far a key has come.
  public enum State {
    /// It was made and does not sign: its record has to be in DNS before.
    PUBLISHED,
    /// It signs.
    ACTIVE,
    /// It does not sign any more; its record stays in DNS as long as mail that it signed is on its
    /// way.
    RETIRED
  }

  /// What signers take.
  public DkimSigner.Key signer() {
    return new DkimSigner.Key(new DnsName(domain.ascii()), selector, secret);
  }

  /// Where its record belongs.
  public DnsName recordName() {
    return new DnsName(selector + "._domainkey." + domain.ascii());
  }

  DomainKey with(State next, Instant now) {
    return new DomainKey(
        id,
        domain,
        selector,
        secret,
        next,
        created,
        next == State.ACTIVE ? now : activated,
        next == State.RETIRED ? now : retired);
  }
}

package org.posthorn.domain.guard;

import java.util.List;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimSigner;

/// Where the keys of our domains are. Asked for every message, so answered from memory.
@FunctionalInterface
public interface SigningKeys {

  /// The keys that a domain signs with now; none for a domain that has no key or is not ours.
  List<DkimSigner.Key> of(DomainName domain);
}

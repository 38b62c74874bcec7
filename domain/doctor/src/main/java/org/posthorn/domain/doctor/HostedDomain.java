package org.posthorn.domain.doctor;

import java.util.List;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.wire.dns.DnsName;

/// A domain whose mail is ours.
///
/// @param keys those it signs with, or did, or will
public record HostedDomain(DnsName name, List<DomainKey> keys) {
  public HostedDomain {
    keys = List.copyOf(keys);
  }

  /// Below the domain; a domain that is too long for that could not be hosted.
  DnsName below(String label) {
    var below = name.below(label);
    return below == null ? name : below;
  }
}

package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.util.Set;
import org.posthorn.wire.dns.DnsName;

/// What a router has to know of this host.
///
/// @param names what this host is called in MX records
/// @param addresses where this host takes mail from others
public record RouterConfig(Set<DnsName> names, Set<InetAddress> addresses, Families families) {

  public RouterConfig {
    names = Set.copyOf(names);
    addresses = Set.copyOf(addresses);
  }

  /// Which addresses are tried, and which first.
  public enum Families {
    IPV4_ONLY,
    IPV6_ONLY,
    IPV4_FIRST,
    IPV6_FIRST
  }
}

package org.posthorn.domain.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;

/// Where a host is, as DNS says.
///
/// @param failure why that is not known, or not all of it
record HostAddresses(List<InetAddress> addresses, @Nullable String failure) {
  HostAddresses {
    addresses = List.copyOf(addresses);
  }

  static HostAddresses of(DnsName host, Dns dns) {
    var addresses = new ArrayList<InetAddress>();
    String failure = null;
    for (var lookup : List.<Lookup<? extends InetAddress>>of(dns.a(host), dns.aaaa(host))) {
      addresses.addAll(lookup.records());
      if (lookup instanceof Lookup.Failed<? extends InetAddress>(var why, var detail))
        failure = why + ": " + detail;
    }
    return new HostAddresses(addresses, failure);
  }

  /// Whether nobody on the Internet can come here.
  static boolean isPrivate(InetAddress address) {
    var octets = address.getAddress();
    // RFC 4193 §3: the JDK's site-local addresses of IPv6 are older ones.
    boolean isUniqueLocal = octets.length == 16 && (octets[0] & 0xfe) == 0xfc;
    return isUniqueLocal
        || address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress();
  }
}

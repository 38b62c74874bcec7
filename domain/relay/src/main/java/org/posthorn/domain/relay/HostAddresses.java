package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.RouterConfig.Families;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;

/// Where a host is, as DNS says.
sealed interface HostAddresses {

  /// The most addresses of one family that are tried.
  int MAX_OF_FAMILY = 4;

  /// There are some.
  ///
  /// @param canonical the name at the end of the host's aliases
  /// @param isAuthentic whether DNSSEC vouches for it
  record Found(List<InetAddress> addresses, DnsName canonical, boolean isAuthentic)
      implements HostAddresses {}

  /// There are none.
  record None() implements HostAddresses {}

  /// Nobody knows.
  record Unknown(String reason) implements HostAddresses {}

  static HostAddresses of(DnsName host, Dns dns, Families families) {
    return switch (families) {
      case IPV4_ONLY -> joined(dns.a(host), null);
      case IPV6_ONLY -> joined(dns.aaaa(host), null);
      case IPV4_FIRST -> joined(dns.a(host), dns.aaaa(host));
      case IPV6_FIRST -> joined(dns.aaaa(host), dns.a(host));
    };
  }

  private static HostAddresses joined(
      Lookup<? extends InetAddress> first, @Nullable Lookup<? extends InetAddress> second) {
    var addresses = new ArrayList<InetAddress>();
    Found found = null;
    String failure = null;
    var lookups = second == null ? List.of(first) : List.of(first, second);
    for (var lookup : lookups) {
      if (lookup instanceof Lookup.Failed<? extends InetAddress>(var why, var detail))
        failure = why + ": " + Plain.text(detail);
      if (!(lookup instanceof Lookup.Found<? extends InetAddress> some)) continue;
      some.records().stream().limit(MAX_OF_FAMILY).forEach(addresses::add);
      if (found == null) found = new Found(List.of(), some.canonical(), some.isAuthentic());
    }
    if (found != null)
      return new Found(List.copyOf(addresses), found.canonical(), found.isAuthentic());
    return failure == null ? new None() : new Unknown(failure);
  }
}

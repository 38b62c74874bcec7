package org.posthorn.wire.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Who is asked. Aliases (CNAME) are followed by whoever answers; the records are those at their
/// end. Any thread may ask; an answer takes seconds at most.
public interface Dns {

  /// By falling preference: the lowest number first; among equals in random order (RFC 5321 §5.1).
  Lookup<Mx> mx(DnsName name);

  Lookup<Inet4Address> a(DnsName name);

  Lookup<Inet6Address> aaaa(DnsName name);

  Lookup<Txt> txt(DnsName name);

  /// In the order in which they are to be tried (RFC 2782), `.` as the only target kept.
  Lookup<Srv> srv(DnsName name);

  /// Only the answers whose [Lookup.Found#isAuthentic] is set may be used (RFC 7672 §2.2).
  Lookup<Tlsa> tlsa(DnsName name);

  /// The names of an address (`in-addr.arpa`, `ip6.arpa`).
  Lookup<DnsName> ptr(InetAddress address);

  /// What the name itself is an alias of, not followed any further.
  Lookup<DnsName> cname(DnsName name);
}

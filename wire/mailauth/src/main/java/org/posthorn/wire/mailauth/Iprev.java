package org.posthorn.wire.mailauth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;

/// Whether an address has a name that leads back to it (RFC 8601 §3).
public final class Iprev {

  /// Names that are looked at, as many as RFC 7208 §4.6.4 has.
  private static final int MAX_NAMES = 10;

  /// What there is to say about an address. No PTR record is a permerror, a name that leads
  /// elsewhere a fail (RFC 8601 §2.7.3).
  public enum Result {
    PASS,
    FAIL,
    TEMPERROR,
    PERMERROR
  }

  /// What was found.
  ///
  /// @param name the first that leads back; if none does the first of all, which proves nothing
  public record Verdict(Result result, @Nullable DnsName name) {}

  private Iprev() {}

  public static Verdict check(InetAddress address, Dns dns) {
    return switch (dns.ptr(address)) {
      case Lookup.Failed<DnsName> _ -> new Verdict(Result.TEMPERROR, null);
      case Lookup.NoSuchName<DnsName> _, Lookup.NoSuchRecord<DnsName> _ ->
          new Verdict(Result.PERMERROR, null);
      case Lookup.Found<DnsName> found -> forward(address, found.records(), dns);
    };
  }

  private static Verdict forward(InetAddress address, List<DnsName> names, Dns dns) {
    boolean isUnsure = false;
    for (var name : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
      Lookup<? extends InetAddress> addresses =
          address instanceof Inet4Address ? dns.a(name) : dns.aaaa(name);
      if (addresses.records().contains(address)) return new Verdict(Result.PASS, name);
      isUnsure |= addresses instanceof Lookup.Failed;
    }
    return new Verdict(isUnsure ? Result.TEMPERROR : Result.FAIL, names.getFirst());
  }
}

package org.posthorn.wire.mailauth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Txt;

/// Asks DNS for one evaluation and counts, so that no record makes us ask without end (RFC 7208
/// §4.6.4). Belongs to one evaluation.
final class SpfQueries {

  /// Terms that ask, over all records of an evaluation.
  static final int MAX_TERMS = 10;

  /// Terms whose question has an empty answer.
  static final int MAX_VOID = 2;

  /// Names of one MX answer; more are an error.
  static final int MAX_EXCHANGERS = 10;

  /// Names of one PTR answer; more are ignored.
  static final int MAX_POINTERS = 10;

  /// RFC 7208 §4.6.4 wants at least 20 seconds.
  static final Duration MAX_TIME = Duration.ofSeconds(20);

  private final Dns dns;
  private final InstantSource clock;
  private final Instant deadline;
  private final InetAddress client;
  private @Nullable List<DnsName> validated;
  private int terms;
  private int voids;

  SpfQueries(Dns dns, InstantSource clock, InetAddress client) {
    this.dns = dns;
    this.clock = clock;
    this.deadline = clock.instant().plus(MAX_TIME);
    this.client = client;
  }

  /// Has to be called for each term that asks, before it does.
  void countTerm() throws SpfFault {
    if (++terms > MAX_TERMS)
      throw SpfFault.permanent("more than " + MAX_TERMS + " terms that ask DNS");
    checkTime();
  }

  Lookup<Txt> txt(DnsName name) {
    return dns.txt(name);
  }

  /// Whether an address of the name is in the client's network.
  boolean hasAddress(DnsName name, SpfMechanism.Prefixes prefixes) throws SpfFault {
    return matches(answered(addresses(name), Empty.COUNTS), prefixes);
  }

  boolean hasExchanger(DnsName name, SpfMechanism.Prefixes prefixes) throws SpfFault {
    var exchangers = answered(dns.mx(name), Empty.COUNTS);
    if (exchangers.size() > MAX_EXCHANGERS)
      throw SpfFault.permanent("more than " + MAX_EXCHANGERS + " mail exchangers");
    for (Mx exchanger : exchangers) {
      if (exchanger.isNull()) continue;
      checkTime();
      if (matches(answered(addresses(exchanger.host()), Empty.IS_FINE), prefixes)) return true;
    }
    return false;
  }

  /// RFC 7208 §5.7: an A record, whatever the client speaks.
  boolean exists(DnsName name) throws SpfFault {
    return !answered(dns.a(name), Empty.COUNTS).isEmpty();
  }

  /// The names of the client that lead back to it (RFC 7208 §5.5), asked for once.
  List<DnsName> validatedNames() throws SpfFault {
    var known = validated;
    if (known != null) return known;
    var pointers = dns.ptr(client);
    if (isVoid(pointers)) countVoid();
    var names = new ArrayList<DnsName>();
    for (var name : pointers.records().stream().limit(MAX_POINTERS).toList()) {
      checkTime();
      if (matches(addresses(name).records(), SpfMechanism.Prefixes.WHOLE)) names.add(name);
    }
    validated = List.copyOf(names);
    return validated;
  }

  private enum Empty {
    /// As a void lookup.
    COUNTS,
    /// The limit is for terms; a mail exchanger without an IPv6 address is no attack.
    IS_FINE
  }

  private <R> List<R> answered(Lookup<R> lookup, Empty empty) throws SpfFault {
    if (lookup instanceof Lookup.Failed<R> failed)
      throw SpfFault.temporary("DNS: " + failed.failure());
    if (empty == Empty.COUNTS && isVoid(lookup)) countVoid();
    return lookup.records();
  }

  private static boolean isVoid(Lookup<?> lookup) {
    return lookup instanceof Lookup.NoSuchName || lookup instanceof Lookup.NoSuchRecord;
  }

  private void countVoid() throws SpfFault {
    if (++voids > MAX_VOID)
      throw SpfFault.permanent("more than " + MAX_VOID + " questions without an answer");
  }

  private void checkTime() throws SpfFault {
    if (clock.instant().isAfter(deadline)) throw SpfFault.temporary("it took too long");
  }

  private Lookup<? extends InetAddress> addresses(DnsName name) {
    return client instanceof Inet4Address ? dns.a(name) : dns.aaaa(name);
  }

  private boolean matches(List<? extends InetAddress> addresses, SpfMechanism.Prefixes prefixes) {
    int bits = client instanceof Inet4Address ? prefixes.ipv4() : prefixes.ipv6();
    return addresses.stream().anyMatch(it -> new IpNetwork(it, bits).contains(client));
  }
}

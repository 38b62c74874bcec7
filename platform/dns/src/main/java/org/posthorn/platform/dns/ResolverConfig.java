package org.posthorn.platform.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Whom the resolver asks, and its limits.
///
/// Where DANE matters, every server should be one that is trusted to validate: when the trusted
/// ones do not answer, the others do, and their answers are not authentic.
///
/// @param servers recursive servers, in the order in which they are tried; at least one
/// @param trustAd whose word counts that an answer is authentic
/// @param tryTimeout how long one server may think about one question before the next is asked
/// @param totalTimeout how long a question may take in all, aliases and all servers included
/// @param rounds how often a server that does not answer is asked again: packets get lost
/// @param downtime for how long a server that did not answer is asked last; five minutes at most
///   (RFC 2308 §7.2)
/// @param questionsAtOnce most questions on their way at one time, each with a socket; others wait
/// @param cache what is remembered
public record ResolverConfig(
    List<InetSocketAddress> servers,
    AdTrust trustAd,
    Duration tryTimeout,
    Duration totalTimeout,
    int rounds,
    Duration downtime,
    int questionsAtOnce,
    CacheLimits cache) {
  public static final int DNS_PORT = 53;

  /// More than this is a mistake: with every one of them dead, none would be asked in time.
  public static final int MAX_SERVERS = 16;

  private static final int MAX_ROUNDS = 5;
  private static final Duration MAX_DOWNTIME = Duration.ofMinutes(5);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  public ResolverConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || servers.size() > MAX_SERVERS)
      throw new IllegalArgumentException("1 to " + MAX_SERVERS + " name servers, please");
    for (var server : servers) {
      if (server.isUnresolved() || server.getPort() == 0)
        throw new IllegalArgumentException("a name server needs an address and a port: " + server);
    }
    if (!tryTimeout.isPositive() || tryTimeout.compareTo(totalTimeout) > 0)
      throw new IllegalArgumentException("a try takes some time, and no longer than all of them");
    if (totalTimeout.compareTo(MAX_TIMEOUT) > 0)
      throw new IllegalArgumentException("a question must not take more than a minute");
    if (rounds < 1 || rounds > MAX_ROUNDS)
      throw new IllegalArgumentException("1 to " + MAX_ROUNDS + " rounds");
    if (downtime.isNegative() || downtime.compareTo(MAX_DOWNTIME) > 0)
      throw new IllegalArgumentException("a server is avoided for five minutes at most");
    if (questionsAtOnce < 1) throw new IllegalArgumentException("some questions must be allowed");
  }

  /// These servers, and the defaults.
  public static ResolverConfig of(List<InetSocketAddress> servers) {
    return new ResolverConfig(
        servers,
        AdTrust.LOOPBACK,
        Duration.ofSeconds(3),
        Duration.ofSeconds(12),
        2,
        Duration.ofSeconds(30),
        500,
        CacheLimits.DEFAULTS);
  }

  /// What this machine uses: the `nameserver` lines of `/etc/resolv.conf`, or the server at
  /// 127.0.0.1 when there is none, as resolv.conf(5) says. `options trust-ad` there makes every
  /// server trusted.
  public static ResolverConfig system() {
    var file = ResolvConf.read(RESOLV_CONF);
    var config = of(file.servers());
    return file.trustsAd() ? config.withTrustAd(AdTrust.EVERY_SERVER) : config;
  }

  public ResolverConfig withTrustAd(AdTrust trust) {
    return new ResolverConfig(
        servers, trust, tryTimeout, totalTimeout, rounds, downtime, questionsAtOnce, cache);
  }

  public ResolverConfig withTimeouts(Duration oneTry, Duration total) {
    return new ResolverConfig(
        servers, trustAd, oneTry, total, rounds, downtime, questionsAtOnce, cache);
  }

  public ResolverConfig withCache(CacheLimits limits) {
    return new ResolverConfig(
        servers, trustAd, tryTimeout, totalTimeout, rounds, downtime, questionsAtOnce, limits);
  }

  public ResolverConfig withQuestionsAtOnce(int most) {
    return new ResolverConfig(
        servers, trustAd, tryTimeout, totalTimeout, rounds, downtime, most, cache);
  }
}

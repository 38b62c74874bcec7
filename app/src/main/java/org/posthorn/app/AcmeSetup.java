package org.posthorn.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.posthorn.platform.acme.AcmeConfig;
import org.posthorn.platform.acme.AcmeConfig.ExternalAccount;
import org.posthorn.platform.acme.AcmeRenewal;
import org.posthorn.platform.acme.AlpnProof;
import org.posthorn.platform.acme.HttpProof;
import org.posthorn.platform.acme.Proof;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// What orders certificates, put together from the configuration.
final class AcmeSetup {
  /// What Let's Encrypt takes in one certificate.
  static final int MAX_NAMES = 100;

  private AcmeSetup() {}

  /// Where everything about it is kept.
  static Path folder(Config config) {
    return config.server().data().resolve("tls").resolve("acme");
  }

  static AcmeRenewal renewal(
      Config config,
      String hostname,
      Store store,
      AcmeRenewal.Renewed renewed,
      SecureRandom random) {
    var section = config.tls().acme();
    return new AcmeRenewal(
        acmeConfig(section),
        folder(config),
        () -> names(section, hostname, store),
        () -> proof(section, store.clock(), random),
        renewed,
        store.clock(),
        random);
  }

  private static AcmeConfig acmeConfig(AcmeSection section) {
    var binding =
        section.accountId() == null || section.accountKeyFile() == null
            ? null
            : new ExternalAccount(section.accountId(), section.accountKeyFile());
    return new AcmeConfig(
        URI.create(String.valueOf(section.directory())),
        section.contacts(),
        section.agreedTerms(),
        binding,
        section.caFile());
  }

  private static Proof proof(AcmeSection section, InstantSource clock, SecureRandom random)
      throws IOException {
    return switch (section.challenge()) {
      case HTTP_01 -> HttpProof.open(section.address(), section.httpPort());
      case TLS_ALPN_01 -> AlpnProof.open(section.address(), section.tlsPort(), clock, random);
      case DNS_01 -> {
        var program = section.dnsProgram();
        if (program == null) throw new IOException("dns-program in [tls.acme] is missing");
        yield new DnsProof(program, section.dnsDelay());
      }
    };
  }

  private static List<String> names(AcmeSection section, String hostname, Store store) {
    if (!section.names().isEmpty()) return section.names();
    var domains =
        store.directory().domains().list().stream()
            .filter(domain -> domain.settings().enabled())
            .map(domain -> new DnsName(domain.name().ascii()))
            .toList();
    return defaultNames(hostname, domains, store.dns());
  }

  /// The host's own name, and other names of MX hosts that lead to the same addresses.
  static List<String> defaultNames(String hostname, List<DnsName> domains, Dns dns) {
    var names = new LinkedHashSet<String>();
    names.add(hostname.toLowerCase(Locale.ROOT));
    var host = DnsName.parse(hostname);
    var own = host == null ? List.<InetAddress>of() : addresses(host, dns);
    for (var domain : domains)
      for (var mx : dns.mx(domain).records()) {
        var there = mx.isNull() ? List.<InetAddress>of() : addresses(mx.host(), dns);
        boolean isHere = !there.isEmpty() && own.containsAll(there);
        if (isHere && names.size() < MAX_NAMES) names.add(mx.host().text());
      }
    return List.copyOf(names);
  }

  private static List<InetAddress> addresses(DnsName host, Dns dns) {
    var addresses = new ArrayList<InetAddress>();
    addresses.addAll(dns.a(host).records());
    addresses.addAll(dns.aaaa(host).records());
    return addresses;
  }
}

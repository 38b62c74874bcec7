package org.posthorn.app;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.posthorn.domain.doctor.Site;
import org.posthorn.domain.doctor.Site.Served;
import org.posthorn.platform.acme.AcmeRenewal;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.Listener;
import org.posthorn.platform.net.TlsException;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.wire.dns.DnsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this installation is, for the doctor.
final class SiteFacts {
  private static final Logger log = LoggerFactory.getLogger(SiteFacts.class);
  private static final DnsName NAMELESS = new DnsName("localhost");

  private SiteFacts() {}

  /// While a server runs.
  static Site of(
      Config config,
      String hostname,
      List<CertificateFacts> certificates,
      Collection<Listener> listeners) {
    var services = new ArrayList<Served>();
    for (var listener : listeners) {
      var service = Objects.requireNonNull(Service.of(listener.name()));
      if (service != Service.LMTP)
        services.add(served(service, listener.port(), listener.config().tls()));
    }
    return site(config, hostname, services, certificates, true);
  }

  /// While none runs.
  static Supplier<Site> stopped(Config config) {
    return () -> {
      var services =
          config.listeners().stream()
              .filter(listener -> listener.name() != Service.LMTP)
              .map(it -> served(it.name(), it.port(), it.tlsMode()))
              .toList();
      var hostname = HostName.configuredOrOfMachine(config.server());
      return site(config, hostname, services, certificates(config), false);
    };
  }

  private static Served served(Service service, int port, TlsMode tls) {
    return new Served(
        service.word(), port, service.srvLabel(), tls == TlsMode.IMPLICIT, service.greeting());
  }

  private static Site site(
      Config config,
      String hostname,
      List<Served> services,
      List<CertificateFacts> certificates,
      boolean isRunning) {
    var host = DnsName.parse(hostname.toLowerCase(Locale.ROOT));
    var outbound = config.outbound();
    var sources =
        Stream.of(outbound.sourceIpv4(), outbound.sourceIpv6()).filter(Objects::nonNull).toList();
    boolean hasOtherWays =
        outbound.routes().stream().anyMatch(it -> it.host() != null && it.to().isEmpty());
    return new Site(
        host == null ? NAMELESS : host,
        sources,
        ownAddresses(),
        services,
        certificates,
        isRunning,
        hasOtherWays);
  }

  private static Set<InetAddress> ownAddresses() {
    var addresses = new HashSet<InetAddress>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(SiteFacts::withoutScope)
          .forEach(addresses::add);
    } catch (SocketException e) {
      log.debug("the interfaces cannot be listed: {}", e.toString());
    }
    return addresses;
  }

  /// An address of an interface names that interface, which one from DNS does not.
  private static InetAddress withoutScope(InetAddress address) {
    return InetAddress.ofLiteral(address.getHostAddress().replaceFirst("%.*", ""));
  }

  private static Path ownFile(Path folder) {
    var issued = folder.resolve("own-cert.pem");
    return Files.exists(issued) ? issued : folder.resolve("selfsigned-cert.pem");
  }

  private static List<CertificateFacts> certificates(Config config) {
    var chains = new ArrayList<Path>();
    for (var configured : config.tls().certificates()) chains.add(configured.chain());
    var ordered = AcmeRenewal.certificate(AcmeSetup.folder(config)).chain();
    if (config.tls().acme().directory() != null && Files.exists(ordered)) chains.add(ordered);
    if (chains.isEmpty()) chains.add(ownFile(config.server().data().resolve("tls")));
    var certificates = new ArrayList<CertificateFacts>();
    for (Path chain : chains) {
      try {
        if (Files.exists(chain)) certificates.add(CertificateFacts.of(chain));
      } catch (TlsException e) {
        log.warn("{}", e.getMessage());
      }
    }
    return certificates;
  }
}

package org.posthorn.app;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.ReportDelivery;
import org.posthorn.domain.delivery.RouteRule;
import org.posthorn.domain.delivery.RouteTable;
import org.posthorn.domain.queue.DestinationLimits;
import org.posthorn.domain.queue.QueueAdministration;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.QueueRunner;
import org.posthorn.domain.queue.RelayCarrier;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.Login;
import org.posthorn.domain.relay.RelayClient;
import org.posthorn.domain.relay.RelayConfig;
import org.posthorn.domain.relay.Router;
import org.posthorn.domain.relay.RouterConfig;
import org.posthorn.domain.relay.StsPolicies;
import org.posthorn.domain.relay.StsStore;
import org.posthorn.domain.relay.TlsAttempt;
import org.posthorn.domain.relay.Transport;
import org.posthorn.platform.net.Authorities;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.SourceAddresses;
import org.posthorn.platform.net.TlsException;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.smtp.HelloName;

/// Everything that takes mail to other servers, put together: the queue's workers and what they
/// work with.
final class Sending implements AutoCloseable {

  private final Dialer dialer;
  private final PolicyRefresh refresh;
  private final QueueRunner runner;
  private final QueueAdministration administration;

  /// @param tls hears of attempts to be safe
  /// @throws TlsException an authority's file cannot be read
  Sending(
      Config config, Store store, String hostname, Consumer<TlsAttempt> tls, SecureRandom random)
      throws TlsException {
    var outbound = config.outbound();
    var clock = store.clock();
    dialer = new Dialer("outbound", NetworkLimits.DEFAULTS, clock, random);
    var policies = new StsStore(store.storage().directory(), clock);
    var trusted = authorities(outbound);
    var sts = new StsPolicies(store.dns(), PolicyFetch.trusting(trusted), policies, clock);
    refresh = new PolicyRefresh(sts, policies);
    var router = new Router(routerConfig(config, hostname), store.dns(), sts);
    var from =
        new SourceAddresses(
            (Inet4Address) outbound.sourceIpv4(), (Inet6Address) outbound.sourceIpv6());
    var client =
        new RelayClient(
            RelayConfig.of(new HelloName(hostname)).withFrom(from),
            dialer,
            new RelayClient.Trusting(Authorities.ofThisMachineAnd(trusted), random, clock));
    runner =
        new QueueRunner(
            store.queue(),
            new QueueRunner.Outlets(
                new RelayCarrier(router, client),
                store.routes(),
                new ReportDelivery(
                    store.directory(), store.mail(), store.outbound(), store.ids(), clock),
                tls),
            store.postmaster(),
            random);
    administration = new QueueAdministration(store.queue(), runner);
  }

  private static List<X509Certificate> authorities(OutboundConfig outbound) throws TlsException {
    var all = new ArrayList<X509Certificate>();
    for (var file : outbound.authorities()) all.addAll(KeyFiles.certificates(file));
    return all;
  }

  /// Begins to work on the queue.
  void start() {
    runner.start();
    refresh.start();
  }

  QueueAdministration administration() {
    return administration;
  }

  static QueueConfig queueConfig(OutboundConfig config) {
    return QueueConfig.of("main")
        .withConnections(config.connections())
        .withPatience(new QueueConfig.Patience(config.lifetime(), config.delayNotice()));
  }

  /// @throws CannotStart a route makes no sense
  static RouteTable routes(OutboundConfig config) throws CannotStart {
    var rules = new ArrayList<RouteRule>();
    for (var route : config.routes()) rules.add(rule(route));
    try {
      return new RouteTable(rules, config.tls());
    } catch (IllegalArgumentException e) {
      throw new CannotStart("[[outbound.routes]]: " + e.getMessage());
    }
  }

  private static RouteRule rule(OutboundConfig.Route route) throws CannotStart {
    var limits =
        new DestinationLimits(
            route.connections(),
            route.messagesPerMinute() == 0
                ? null
                : new DestinationLimits.Rate(route.messagesPerMinute(), Duration.ofMinutes(1)));
    try {
      return new RouteRule(
          route.name(), domains(route.to()), domains(route.from()), hop(route), limits);
    } catch (IllegalArgumentException | AddressException | IOException e) {
      throw new CannotStart("The route %s: %s".formatted(route.name(), e.getMessage()));
    }
  }

  private static List<RouteRule.Domains> domains(List<String> texts) throws AddressException {
    var domains = new ArrayList<RouteRule.Domains>();
    for (var text : texts) {
      var below = text.startsWith("*.");
      var name = DomainName.parse(below ? text.substring(2) : text);
      domains.add(new RouteRule.Domains(name, below));
    }
    return domains;
  }

  private static @Nullable Hop hop(OutboundConfig.Route route) throws IOException {
    var host = route.host();
    if (host == null) return null;
    var place = place(host, route.port());
    if (route.transport() == Transport.LMTP) return new Hop.Lmtp(place, route.tls());
    var file = route.passwordFile();
    var login =
        route.user() == null || file == null
            ? null
            : Login.of(route.user(), Secret.of(SecretFile.read(file)));
    return new Hop.SmartHost(place, route.transport(), route.tls(), login);
  }

  private static Hop.Place place(String host, int port) {
    try {
      return new Hop.Place.Addressed(List.of(InetAddress.ofLiteral(host)), port);
    } catch (IllegalArgumentException _) {
      var name = DnsName.parse(host);
      if (name == null) throw new IllegalArgumentException("not a host: " + host);
      return new Hop.Place.Named(name, port);
    }
  }

  private static RouterConfig routerConfig(Config config, String hostname) {
    var name = DnsName.parse(hostname);
    return new RouterConfig(
        name == null ? Set.of() : Set.of(name), Set.of(), config.outbound().families());
  }

  /// Lets the messages that are on their way arrive.
  @Override
  public void close() {
    refresh.close();
    runner.close();
    dialer.close();
  }
}

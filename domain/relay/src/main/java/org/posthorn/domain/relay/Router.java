package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.Hop.Place;
import org.posthorn.domain.relay.HostFacts.Via;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.smtp.EnhancedCode;

/// Turns a hop into the hosts to try (RFC 5321 §5.1). Thread-safe; asks DNS, so an answer may take
/// seconds.
public final class Router {

  /// Mail exchangers of a domain that are looked at. Nobody waits for more.
  public static final int MAX_HOSTS = 10;

  private final RouterConfig config;
  private final Dns dns;
  private final TlsPolicies policies;

  public Router(RouterConfig config, Dns dns, StsPolicies sts) {
    this.config = config;
    this.dns = dns;
    this.policies = new TlsPolicies(dns, sts);
  }

  /// Finds out where a hop leads now.
  ///
  /// @param trace hears of hosts that a policy keeps out
  public Route route(Hop hop, RelayTrace trace) {
    return switch (hop) {
      case Hop.Exchange exchange when exchange.domain().isLiteral() -> literal(exchange);
      case Hop.Exchange exchange -> new Search(exchange, trace).route();
      case Hop.SmartHost(var place, var transport, var tls, var login) ->
          fixed(place, new Fixed(transport, tls, login), trace);
      case Hop.Lmtp(var place, var tls) ->
          fixed(place, new Fixed(Transport.LMTP, tls, null), trace);
    };
  }

  /// What is configured for a host that DNS is not asked for by MX.
  private record Fixed(Transport transport, TlsDemand tls, @Nullable Login login) {}

  private Route fixed(Place place, Fixed fixed, RelayTrace trace) {
    return switch (place) {
      case Place.Addressed(var addresses, var port) ->
          addressed(place.toString(), addresses, port, fixed);
      case Place.Named(var host, var port) ->
          switch (HostAddresses.of(host, dns, config.families())) {
            case HostAddresses.Unknown(var reason) ->
                temporary("4.4.3", "no answer about " + host + ": " + reason);
            // The administrator's word was this host, so it is not the sender's fault.
            case HostAddresses.None _ -> temporary("4.4.4", host + " has no address");
            case HostAddresses.Found found ->
                switch (policies.of(
                    new HostFacts(host, port, found, new Via.Configured()), fixed.tls(), trace)) {
                  case TlsPolicies.Choice.Skip(var reason) -> temporary("4.7.5", reason);
                  case TlsPolicies.Choice.Use(var policy, var trust, var reported) -> {
                    var security =
                        new Target.Security(
                            fixed.transport(), policy, trust, fixed.login(), reported);
                    yield one(new Target(host.text(), host, port, found.addresses(), security));
                  }
                };
          };
    };
  }

  private static Route addressed(
      String domain, List<InetAddress> addresses, int port, Fixed fixed) {
    return switch (TlsPolicies.ofAddress(fixed.tls())) {
      case TlsPolicies.Choice.Skip(var reason) -> temporary("4.7.5", reason);
      case TlsPolicies.Choice.Use(var policy, var trust, var reported) ->
          one(
              new Target(
                  domain,
                  null,
                  port,
                  addresses,
                  new Target.Security(fixed.transport(), policy, trust, fixed.login(), reported)));
    };
  }

  /// An address literal is its own host (RFC 5321 §5.1).
  private Route literal(Hop.Exchange exchange) {
    var text = exchange.domain().text();
    var address = address(text.substring(1, text.length() - 1));
    if (address == null) return permanent("5.1.2", text + " is not an address");
    if (config.addresses().contains(address))
      return permanent("5.4.6", text + " is this host, which does not take mail for it");
    var fixed = new Fixed(Transport.SMTP, exchange.tls(), null);
    return addressed(text, List.of(address), exchange.port(), fixed);
  }

  private static @Nullable InetAddress address(String literal) {
    var text =
        literal.toLowerCase(Locale.ROOT).startsWith("ipv6:") ? literal.substring(5) : literal;
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static Route one(Target target) {
    return new Route.Targets(List.of(target), List.of());
  }

  private static Route temporary(String code, String reason) {
    return new Route.TemporaryFailure(EnhancedCode.of(code), reason);
  }

  private static Route permanent(String code, String reason) {
    return new Route.PermanentFailure(EnhancedCode.of(code), reason);
  }

  /// One search by MX records. Used once, by one thread.
  private final class Search {
    private final DomainName domain;
    private final int port;
    private final TlsDemand demand;
    private final RelayTrace trace;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private boolean mayComeBack;

    private record Candidate(int preference, Target target) {}

    Search(Hop.Exchange exchange, RelayTrace trace) {
      this.domain = exchange.domain();
      this.port = exchange.port();
      this.demand = exchange.tls();
      this.trace = trace;
    }

    Route route() {
      var name = DnsName.parse(domain.ascii());
      if (name == null) return permanent("5.1.2", domain + " is no name that DNS could have");
      return switch (dns.mx(name)) {
        case Lookup.Failed<Mx>(var why, var detail) ->
            temporary(
                "4.4.3",
                "no answer about the MX of " + name + ": " + why + ": " + Plain.text(detail));
        case Lookup.NoSuchName<Mx> _ -> permanent("5.1.2", "there is no domain " + name);
        case Lookup.NoSuchRecord<Mx>(var isAuthentic) ->
            by(List.of(new Mx(0, name)), new Via.Records(name, name, isAuthentic));
        case Lookup.Found<Mx> found -> {
          var records = found.records().stream().filter(mx -> !mx.isNull()).toList();
          // RFC 7505 §3; null records beside others mean nothing.
          yield records.isEmpty()
              ? permanent("5.1.10", name + " takes no mail (null MX)")
              : by(records, new Via.Records(name, found.canonical(), found.isAuthentic()));
        }
      };
    }

    private Route by(List<Mx> records, Via via) {
      for (var mx : records.subList(0, Math.min(records.size(), MAX_HOSTS)))
        if (isThisHost(mx, via)) {
          // RFC 5321 §5.1: whoever is listed himself drops what is not better than he is.
          candidates.removeIf(candidate -> candidate.preference() >= mx.preference());
          if (candidates.isEmpty() && !mayComeBack)
            return permanent(
                "5.4.6", "this host is the best for " + domain + ", but does not take mail for it");
          break;
        }
      if (!candidates.isEmpty())
        return new Route.Targets(candidates.stream().map(Candidate::target).toList(), skipped);
      var why = String.join("; ", skipped);
      return mayComeBack
          ? temporary("4.4.3", "no host for " + domain + " can be used now: " + why)
          : permanent("5.4.4", "no host for " + domain + " has an address: " + why);
    }

    /// Looks at a record, and keeps its host when it can be tried.
    private boolean isThisHost(Mx mx, Via via) {
      if (config.names().contains(mx.host())) return true;
      switch (HostAddresses.of(mx.host(), dns, config.families())) {
        case HostAddresses.None _ -> skipped.add(mx.host() + " has no address");
        case HostAddresses.Unknown(var reason) -> {
          skipped.add("no answer about " + mx.host() + ": " + reason);
          mayComeBack = true;
        }
        case HostAddresses.Found found -> {
          if (found.addresses().stream().anyMatch(config.addresses()::contains)) return true;
          consider(mx, new HostFacts(mx.host(), port, found, via));
        }
      }
      return false;
    }

    private void consider(Mx mx, HostFacts facts) {
      switch (policies.of(facts, demand, trace)) {
        case TlsPolicies.Choice.Skip(var reason) -> {
          skipped.add(reason);
          mayComeBack = true;
        }
        case TlsPolicies.Choice.Use(var policy, var trust, var reported) -> {
          var security = new Target.Security(Transport.SMTP, policy, trust, null, reported);
          var addresses = facts.found().addresses();
          candidates.add(
              new Candidate(
                  mx.preference(),
                  new Target(facts.domain().text(), mx.host(), port, addresses, security)));
        }
      }
    }
  }
}

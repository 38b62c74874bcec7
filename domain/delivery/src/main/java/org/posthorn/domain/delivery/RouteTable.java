package org.posthorn.domain.delivery;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.DestinationLimits;
import org.posthorn.domain.queue.Routes;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.relay.Transport;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Which way mail for elsewhere goes: by the first rule that applies, else as the recipient's
/// domain says in DNS. Immutable.
public final class RouteTable implements Routes {

  /// After a domain, for mail to which TLS does not matter. No domain has a plus in its name.
  private static final String ANY_TLS = "+any-tls";

  private final List<RouteRule> rules;
  private final TlsDemand tls;

  /// @param rules the first that applies counts
  /// @param tls what is asked of hosts that DNS names
  public RouteTable(List<RouteRule> rules, TlsDemand tls) {
    this.rules = List.copyOf(rules);
    this.tls = tls;
    var names = new HashSet<String>();
    for (var rule : rules)
      if (!names.add(rule.name()))
        throw new IllegalArgumentException("two routes are called " + rule.name());
  }

  /// The queue's name for the way to this address.
  public String destination(EmailAddress recipient, ReversePath from) {
    var sender = from instanceof ReversePath.Mailbox(var address) ? address.domain() : null;
    for (var rule : rules)
      if (rule.hop() != null && rule.applies(recipient.domain(), sender)) return "@" + rule.name();
    return recipient.domain().isLiteral() ? recipient.domain().text() : recipient.domain().key();
  }

  /// The same for a message that says how much TLS matters to it.
  String destination(EmailAddress recipient, ReversePath from, AllTheWay wanted) {
    var usual = destination(recipient, from);
    boolean byDomain = !usual.startsWith("@") && !isLiteral(usual);
    return wanted == AllTheWay.OPTIONAL && byDomain ? usual + ANY_TLS : usual;
  }

  private @Nullable RouteRule named(String name) {
    for (var rule : rules) if (rule.name().equals(name)) return rule;
    return null;
  }

  @Override
  public @Nullable Hop hop(String destination) {
    if (destination.endsWith(ANY_TLS)) return exchange(withoutMark(destination), anyTls());
    if (destination.startsWith("@")) {
      var rule = named(destination.substring(1));
      return rule == null ? null : rule.hop();
    }
    return destination.matches(".*[^:]:[0-9]{1,5}") && !isLiteral(destination)
        ? host(destination)
        : exchange(destination, tls);
  }

  /// What the other side publishes is not looked at; what the administrator demands of all mail
  /// holds for this, too.
  private TlsDemand anyTls() {
    return switch (tls) {
      case PUBLISHED -> TlsDemand.OPPORTUNISTIC;
      case NONE, OPPORTUNISTIC, ENCRYPTED, VERIFIED, DANE -> tls;
    };
  }

  private static String withoutMark(String destination) {
    return destination.endsWith(ANY_TLS)
        ? destination.substring(0, destination.length() - ANY_TLS.length())
        : destination;
  }

  private static boolean isLiteral(String destination) {
    return destination.startsWith("[") && destination.endsWith("]");
  }

  private static @Nullable Hop exchange(String destination, TlsDemand demand) {
    try {
      return new Hop.Exchange(DomainName.parse(destination), demand);
    } catch (AddressException _) {
      return null;
    }
  }

  /// `host:port` or `[address]:port`, where an administrator has sent the mail by hand.
  private @Nullable Hop host(String destination) {
    int colon = destination.lastIndexOf(':');
    int port = Integer.parseInt(destination.substring(colon + 1));
    if (port < 1 || port > 65_535) return null;
    var host = destination.substring(0, colon);
    try {
      if (isLiteral(host)) {
        var address = InetAddress.ofLiteral(host.substring(1, host.length() - 1));
        return smartHost(new Hop.Place.Addressed(List.of(address), port));
      }
    } catch (IllegalArgumentException _) {
      return null;
    }
    var name = DnsName.parse(host);
    return name == null ? null : smartHost(new Hop.Place.Named(name, port));
  }

  private Hop smartHost(Hop.Place place) {
    return new Hop.SmartHost(place, Transport.SMTP, tls, null);
  }

  @Override
  public DestinationLimits limits(String destination) {
    var rule =
        destination.startsWith("@")
            ? named(destination.substring(1))
            : ofDomain(withoutMark(destination));
    return rule == null ? DestinationLimits.DEFAULT : rule.limits();
  }

  private @Nullable RouteRule ofDomain(String destination) {
    for (var rule : rules) if (rule.hop() == null && rule.mentions(destination)) return rule;
    return null;
  }
}

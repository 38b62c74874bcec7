package org.posthorn.domain.doctor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.doctor.Network.Answer;
import org.posthorn.domain.doctor.Site.Served;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// Whether the listeners are reached at the addresses that DNS names, and others are from here.
final class PortCheck {
  private static final int SMTP_PORT = 25;

  /// Who has to be reached by everybody who sends mail, wherever he is.
  private static final List<DnsName> KNOWN =
      List.of(new DnsName("gmail.com"), new DnsName("outlook.com"), new DnsName("yahoo.com"));

  private PortCheck() {}

  static List<Finding> incoming(Site site, Dns dns, Network network) {
    var findings = new ArrayList<>(missing(site));
    if (!site.isRunning()) {
      findings.add(
          new Topic("port", site.host().text())
              .hint(
                  "The server does not run, so no port was tried.",
                  "Nobody listens.",
                  "posthorn serve"));
      return findings;
    }
    for (var address : HostAddresses.of(site.host(), dns).addresses())
      for (var service : site.services()) {
        var end = new InetSocketAddress(address, service.port());
        findings.add(reached(site, service, end, network.greet(end, service.isImplicitTls())));
      }
    return findings;
  }

  private static List<Finding> missing(Site site) {
    var findings = new ArrayList<Finding>();
    boolean takesMail =
        site.services().stream().anyMatch(it -> it.name().equals("smtp") && it.port() == SMTP_PORT);
    if (!takesMail)
      findings.add(
          new Topic("port", "25")
              .fault(
                  "No listener takes mail from other servers at port 25.",
                  "They try no other port.",
                  "[[listeners]] name = \"smtp\" port = 25   # in posthorn.toml"));
    if (!site.serves("submission") && !site.serves("submissions"))
      findings.add(
          new Topic("port", "465")
              .hint(
                  "No listener takes mail from users.",
                  "They can only write to each other by other ways.",
                  "[[listeners]] name = \"submissions\" port = 465   # in posthorn.toml"));
    return findings;
  }

  private static Finding reached(Site site, Served service, InetSocketAddress end, Answer answer) {
    var place = "%s port %d".formatted(end.getAddress().getHostAddress(), end.getPort());
    var topic = new Topic("port", place);
    return switch (answer) {
      case Answer.Failed(var detail) ->
          topic.fault(
              "%s cannot be reached at %s from here: %s.".formatted(service.name(), place, detail),
              "Either nobody can, because of a firewall or a router, or only this machine cannot"
                  + " reach its own public address.",
              "ss -ltn 'sport = :%d'   # does it listen there?".formatted(end.getPort()),
              "nc -vz %s %d   # from another network"
                  .formatted(end.getAddress().getHostAddress(), end.getPort()));
      case Answer.Reached(var greeting) when isForeign(site, service, greeting) ->
          topic.fault(
              "At %s somebody else answers: %s".formatted(place, greeting),
              "Connections do not come to this server.",
              "ss -ltnp 'sport = :%d'   # who listens there".formatted(end.getPort()));
      case Answer.Reached _ -> topic.fine("%s is reached at %s.".formatted(service.name(), place));
    };
  }

  private static boolean isForeign(Site site, Served service, String greeting) {
    var begin = service.greeting();
    if (begin == null) return false;
    if (!greeting.startsWith(begin)) return true;
    return service.name().equals("smtp") && !greeting.contains(site.host().text());
  }

  /// Whether connections to port 25 of others get through: many providers block them.
  static List<Finding> outgoing(Site site, Dns dns, Network network) {
    var topic = new Topic("port", "25 outgoing");
    var failures = new ArrayList<String>();
    for (var domain : KNOWN) {
      var ends = ends(domain, dns);
      if (ends.isEmpty()) continue;
      switch (network.greet(ends.getFirst(), false)) {
        case Answer.Reached(var greeting) when greeting.startsWith("220") -> {
          return List.of(topic.fine("Other servers are reached (%s).".formatted(domain)));
        }
        case Answer.Reached(var greeting) -> failures.add(domain + " says " + greeting);
        case Answer.Failed(var detail) -> failures.add(domain + ": " + detail);
      }
    }
    if (failures.isEmpty())
      return List.of(
          topic.hint(
              "No known server was found in DNS to try port 25 with.",
              "Whether mail can leave was not tried.",
              "posthorn doctor   # again, when the findings about the resolver are mended"));
    var what =
        "Port 25 of other servers cannot be reached: %s.".formatted(String.join("; ", failures));
    var mend = "[[outbound.routes]] host = \"smtp.example.net\" …   # in posthorn.toml: a relay";
    if (site.hasOtherWays())
      return List.of(
          topic.hint(what, "Only mail that goes by your [[outbound.routes]] leaves.", mend));
    return List.of(
        topic.fault(
            what,
            "Mail cannot leave. Many providers block the port until they are asked.",
            mend,
            "nc -v gmail-smtp-in.l.google.com 25"));
  }

  private static List<InetSocketAddress> ends(DnsName domain, Dns dns) {
    var ends = new ArrayList<InetSocketAddress>();
    for (var mx : dns.mx(domain).records())
      for (var address : dns.a(mx.host()).records())
        ends.add(new InetSocketAddress(address, SMTP_PORT));
    return ends;
  }
}

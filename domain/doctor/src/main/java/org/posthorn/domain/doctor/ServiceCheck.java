package org.posthorn.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Srv;

/// Whether programs find the servers of a domain by themselves (RFC 6186, RFC 8314 §5.1), and only
/// those that are there.
final class ServiceCheck {
  private static final String WHY =
      "Mail programs set themselves up by these records; without them people type names and ports.";

  private ServiceCheck() {}

  static List<Finding> run(Site site, HostedDomain domain, Dns dns) {
    var topic = new Topic("srv", domain.name().text());
    var findings = new ArrayList<Finding>();
    var missing = new ArrayList<ZoneRecord>();
    for (var service : site.services()) {
      var label = service.srvLabel();
      if (label == null) continue;
      var name = domain.below(label);
      var wanted = ZoneRecord.srv(name, service.port(), site.host());
      switch (dns.srv(name)) {
        case Lookup.Failed<Srv>(var failure, var detail) ->
            findings.add(topic.unknown(name + " SRV", failure + ": " + detail));
        case Lookup.NoSuchName<Srv> _, Lookup.NoSuchRecord<Srv> _ -> missing.add(wanted);
        case Lookup.Found<Srv> found ->
            findings.add(found(topic, name, service, found.records(), wanted, site));
      }
    }
    if (!missing.isEmpty())
      findings.add(
          topic.hint(
              "%s does not say where its servers are.".formatted(domain.name()),
              WHY,
              ZoneRecord.lines(missing)));
    return findings;
  }

  // sizes: what is there against what should be
  private static Finding found(
      Topic topic,
      DnsName name,
      Site.Served service,
      List<Srv> records,
      ZoneRecord wanted,
      Site site) {
    if (records.stream().anyMatch(Srv::isNone))
      return topic.fault(
          "%s says that there is no such service, and there is (%s)."
              .formatted(name, service.name()),
          WHY,
          wanted.zone());
    boolean isRight =
        records.stream()
            .anyMatch(it -> it.port() == service.port() && it.target().equals(site.host()));
    if (isRight) return topic.fine("%s leads to this server.".formatted(name));
    var first = records.getFirst();
    return topic.fault(
        "%s leads to %s port %d, not to %s port %d."
            .formatted(name, first.target(), first.port(), site.host(), service.port()),
        "Mail programs that set themselves up by it do not find this server.",
        wanted.zone());
  }
}

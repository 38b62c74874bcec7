package org.posthorn.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;

/// Whether a domain's mail comes here.
final class MxCheck {
  private MxCheck() {}

  static List<Finding> run(Site site, HostedDomain domain, Dns dns) {
    var topic = new Topic("mx", domain.name().text());
    var wanted = ZoneRecord.mx(domain.name(), site.host()).zone();
    return switch (dns.mx(domain.name())) {
      case Lookup.Failed<Mx>(var failure, var detail) ->
          List.of(topic.unknown(domain.name() + " MX", failure + ": " + detail));
      case Lookup.NoSuchName<Mx> _ ->
          List.of(
              topic.fault(
                  domain.name() + " does not exist in DNS.",
                  "Nobody can write to it, and mail from it is refused.",
                  "whois %s   # is it registered, and are its name servers right?"
                      .formatted(domain.name()),
                  wanted));
      case Lookup.NoSuchRecord<Mx> _ ->
          List.of(
              topic.fault(
                  domain.name() + " has no MX record.",
                  "Others then try the domain's own address, which is seldom the mail server's.",
                  wanted));
      case Lookup.Found<Mx> found -> exchangers(topic, site, found.records(), wanted, dns);
    };
  }

  private static List<Finding> exchangers(
      Topic topic, Site site, List<Mx> records, String wanted, Dns dns) {
    if (records.stream().anyMatch(Mx::isNull))
      return List.of(
          topic.fault(
              topic.subject() + " says that it takes no mail (null MX).",
              "Nobody can write to it (RFC 7505 §3).",
              wanted));
    var findings = new ArrayList<Finding>();
    var others = new ArrayList<DnsName>();
    boolean isOurs = false;
    for (var record : records) {
      var reached = HostAddresses.of(record.host(), dns);
      findings.addAll(exchanger(topic, record.host(), reached, dns));
      if (isOurs(site, record.host(), reached)) isOurs = true;
      else others.add(record.host());
    }
    if (!isOurs) findings.add(elsewhere(topic, site, others, wanted));
    else if (!others.isEmpty()) findings.add(backups(topic, others));
    else if (findings.isEmpty())
      findings.add(topic.fine("Mail for %s comes to this server.".formatted(topic.subject())));
    return findings;
  }

  private static boolean isOurs(Site site, DnsName host, HostAddresses reached) {
    return host.equals(site.host()) || reached.addresses().stream().anyMatch(site.own()::contains);
  }

  private static List<Finding> exchanger(
      Topic topic, DnsName host, HostAddresses reached, Dns dns) {
    if (reached.addresses().isEmpty())
      return List.of(
          reached.failure() == null
              ? topic.fault(
                  "The MX %s of %s has no address.".formatted(host, topic.subject()),
                  "Mail that is sent there waits and comes back.",
                  host + ". IN A …   # its address, or take the MX record out")
              : topic.unknown(host + " A and AAAA", reached.failure()));
    if (!(dns.cname(host) instanceof Lookup.Found<DnsName>)) return List.of();
    return List.of(
        topic.fault(
            "The MX %s of %s is an alias (CNAME).".formatted(host, topic.subject()),
            "Some servers do not follow it (RFC 2181 §10.3).",
            host + ". IN A …   # its address instead of the CNAME"));
  }

  private static Finding elsewhere(Topic topic, Site site, List<DnsName> others, String wanted) {
    return topic.fault(
        "Mail for %s goes to %s and not to %s.".formatted(topic.subject(), others, site.host()),
        "What others write never arrives here.",
        wanted,
        "posthorn domain remove %s   # if it is not to be hosted here".formatted(topic.subject()));
  }

  private static Finding backups(Topic topic, List<DnsName> others) {
    return topic.hint(
        "Mail for %s may also go to %s.".formatted(topic.subject(), others),
        "A second server must know the same recipients and refuse the same spam, or it lets it"
            + " in.");
  }
}

package org.posthorn.domain.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.mailauth.Iprev;

/// Whether the server's own name leads to it, and its addresses lead back to the name: what other
/// servers look at first.
final class HostCheck {
  private HostCheck() {}

  static List<Finding> run(Site site, Dns dns) {
    var host = site.host();
    var topic = new Topic("host", host.text());
    if (host.labels().size() < 2) return List.of(nameless(topic));
    var findings = new ArrayList<Finding>();
    if (dns.cname(host) instanceof Lookup.Found<DnsName> alias)
      findings.add(alias(topic, alias.records().getFirst()));
    var found = HostAddresses.of(host, dns);
    if (found.addresses().isEmpty()) {
      findings.add(
          found.failure() == null
              ? homeless(topic, site)
              : topic.unknown(host + " A and AAAA", found.failure()));
      return findings;
    }
    for (var address : found.addresses()) findings.addAll(address(site, address, dns));
    for (var source : site.sources())
      if (!found.addresses().contains(source)) findings.add(strangeSource(topic, site, source));
    return findings;
  }

  private static Finding nameless(Topic topic) {
    return topic.fault(
        "The server calls itself %s, which is no full name.".formatted(topic.subject()),
        "Other servers refuse mail from hosts without one, and certificates cannot be for it.",
        "[server] hostname = \"mail.example.org\"   # in posthorn.toml, with a name of yours");
  }

  private static Finding alias(Topic topic, DnsName target) {
    return topic.fault(
        "%s is an alias of %s (CNAME).".formatted(topic.subject(), target),
        "The host of an MX record and the name in greetings must not be aliases (RFC 2181 §10.3,"
            + " RFC 5321 §2.3.5).",
        "%s. IN A …   # the addresses themselves instead of the CNAME".formatted(topic.subject()));
  }

  private static Finding homeless(Topic topic, Site site) {
    var records =
        site.own().stream()
            .filter(own -> !HostAddresses.isPrivate(own))
            .map(own -> ZoneRecord.address(site.host(), own))
            .toList();
    var mend =
        records.isEmpty()
            ? new String[] {site.host() + ". IN A …   # the public address of this machine"}
            : ZoneRecord.lines(records);
    return topic.fault(
        "%s has no address in DNS.".formatted(topic.subject()),
        "Nobody can reach the server by its name, and others refuse mail from it.",
        mend);
  }

  private static List<Finding> address(Site site, InetAddress address, Dns dns) {
    var topic = new Topic("address", address.getHostAddress());
    if (HostAddresses.isPrivate(address))
      return List.of(
          topic.fault(
              "%s leads to %s, which the Internet does not reach."
                  .formatted(site.host(), address.getHostAddress()),
              "Mail from others cannot arrive.",
              site.host() + ". IN A …   # the public address of this machine or its router"));
    var findings = new ArrayList<Finding>();
    if (!site.own().contains(address))
      findings.add(
          topic.hint(
              "%s leads to %s, which is no address of this machine."
                  .formatted(site.host(), address.getHostAddress()),
              "That is right behind a router that passes connections on, and wrong otherwise.",
              "ip address   # the addresses of this machine"));
    findings.add(reverse(topic, site, address, dns));
    return findings;
  }

  private static Finding reverse(Topic topic, Site site, InetAddress address, Dns dns) {
    var wanted = ZoneRecord.pointer(address, site.host()).zone();
    var ask = wanted + "   # whoever gave you the address sets it: look for \"reverse DNS\"";
    var why = "Many servers refuse mail from addresses without a name that leads back to them.";
    var verdict = Iprev.check(address, dns);
    return switch (verdict.result()) {
      case PASS ->
          dns.ptr(address).records().contains(site.host())
              ? topic.fine("%s and %s lead to each other.".formatted(site.host(), topic.subject()))
              : topic.hint(
                  "%s has the name %s, not %s."
                      .formatted(topic.subject(), verdict.name(), site.host()),
                  "It leads back, so it does; some servers want the name of the greeting.",
                  ask);
      case FAIL ->
          topic.fault(
              "%s has the name %s, which does not lead back."
                  .formatted(topic.subject(), verdict.name()),
              why,
              ask);
      case PERMERROR -> topic.fault(topic.subject() + " has no name in DNS.", why, ask);
      case TEMPERROR -> topic.unknown("the name of " + topic.subject(), "no answer");
    };
  }

  private static Finding strangeSource(Topic topic, Site site, InetAddress source) {
    return topic.fault(
        "Mail leaves from %s, and %s does not lead there."
            .formatted(source.getHostAddress(), site.host()),
        "Other servers compare the greeting with the address and refuse what differs.",
        ZoneRecord.address(site.host(), source).zone());
  }
}

package org.posthorn.domain.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.Spf;
import org.posthorn.wire.mailauth.SpfInput;
import org.posthorn.wire.mailauth.SpfResult;
import org.posthorn.wire.mailauth.SpfVerdict;

/// Whether a domain lets this server send for it, and not everybody (RFC 7208).
final class SpfCheck {
  /// What nobody has (RFC 5737 is for documentation): who lets this one send lets everybody.
  private static final InetAddress NOBODY = InetAddress.ofLiteral("192.0.2.255");

  private static final String WHY =
      "Mail from users of the domain goes to junk or is refused, because nobody can tell it from a"
          + " forgery.";

  private SpfCheck() {}

  static List<Finding> run(Site site, HostedDomain domain, Dns dns, InstantSource clock) {
    var topic = new Topic("spf", domain.name().text());
    var lookup = dns.txt(domain.name());
    if (lookup instanceof Lookup.Failed<Txt>(var failure, var detail))
      return List.of(topic.unknown(domain.name() + " TXT", failure + ": " + detail));
    var records = lookup.records().stream().map(Txt::joined).filter(SpfCheck::isSpf).toList();
    if (records.isEmpty())
      return List.of(
          topic.fault(
              domain.name() + " has no SPF record.", WHY, MailZone.spf(site, domain).zone()));
    if (records.size() > 1)
      return List.of(
          topic.fault(
              "%s has %d SPF records.".formatted(domain.name(), records.size()),
              "Then none counts (RFC 7208 §4.5).",
              ZoneRecord.txt(domain.name(), records.getFirst()).zone()
                  + "   # only one, with what the others say"));
    return judge(topic, site, domain, records.getFirst(), new Spf(dns, site.host(), clock), dns);
  }

  private static boolean isSpf(String text) {
    return text.toLowerCase(Locale.ROOT).matches("v=spf1( .*)?");
  }

  // sizes: the record and the two who are asked about it
  private static List<Finding> judge(
      Topic topic, Site site, HostedDomain domain, String record, Spf spf, Dns dns) {
    var findings = new ArrayList<Finding>();
    for (var address : senders(site, dns)) {
      var verdict = ask(spf, site, domain, address);
      switch (verdict.result()) {
        case PASS ->
            findings.add(
                topic.fine("%s lets %s send.".formatted(domain.name(), address.getHostAddress())));
        case TEMPERROR ->
            findings.add(topic.unknown("the SPF record of " + domain.name(), verdict.detail()));
        case PERMERROR -> {
          return List.of(broken(topic, site, domain, verdict));
        }
        case NONE, NEUTRAL, FAIL, SOFTFAIL ->
            findings.add(forbids(topic, domain, record, address, site.hasOtherWays()));
      }
    }
    if (ask(spf, site, domain, NOBODY).result() == SpfResult.PASS)
      findings.add(
          topic.fault(
              "%s lets everybody send: %s".formatted(domain.name(), record),
              "Forgeries pass, and receivers trust the record less than none.",
              MailZone.spf(site, domain).zone()));
    return findings;
  }

  private static List<InetAddress> senders(Site site, Dns dns) {
    if (!site.sources().isEmpty()) return site.sources();
    return HostAddresses.of(site.host(), dns).addresses().stream()
        .filter(address -> !HostAddresses.isPrivate(address))
        .toList();
  }

  private static SpfVerdict ask(Spf spf, Site site, HostedDomain domain, InetAddress address) {
    try {
      var sender = EmailAddress.parse("postmaster@" + domain.name());
      return spf.checkMailFrom(new SpfInput(address, site.host().text(), sender));
    } catch (AddressException e) {
      throw new IllegalStateException("a hosted domain that no address can have", e);
    }
  }

  private static Finding broken(Topic topic, Site site, HostedDomain domain, SpfVerdict verdict) {
    return topic.fault(
        "The SPF record of %s is wrong: %s.".formatted(domain.name(), verdict.detail()),
        WHY,
        MailZone.spf(site, domain).zone());
  }

  private static Finding forbids(
      Topic topic, HostedDomain domain, String record, InetAddress address, boolean otherWays) {
    var what =
        "%s does not let %s send: %s".formatted(domain.name(), address.getHostAddress(), record);
    var better = ZoneRecord.txt(domain.name(), with(record, address)).zone();
    return otherWays
        ? topic.hint(what, "Only mail that does not go by your [[outbound.routes]] fails.", better)
        : topic.fault(what, WHY, better);
  }

  /// The record as it is, with the address before everything else.
  private static String with(String record, InetAddress address) {
    var term = (address instanceof Inet6Address ? "ip6:" : "ip4:") + address.getHostAddress();
    return "v=spf1 " + term + record.substring("v=spf1".length());
  }
}

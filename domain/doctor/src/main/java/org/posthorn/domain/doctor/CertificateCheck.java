package org.posthorn.domain.doctor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.Expiry;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;

/// Whether the certificates are for the names that clients use, come from an authority, and last.
final class CertificateCheck {
  /// One of the days at which [Expiry] warns.
  private static final int VERY_SOON = 14;

  private static final String GET_ONE =
      "[tls.acme] directory = \"https://acme-v02.api.letsencrypt.org/directory\"   # in"
          + " posthorn.toml, or [[tls.certificates]]";

  private CertificateCheck() {}

  static List<Finding> run(Site site, List<HostedDomain> domains, Dns dns, Instant now) {
    var findings = new ArrayList<Finding>();
    for (var certificate : site.certificates()) findings.add(one(certificate, now));
    var host = new Topic("certificate", site.host().text());
    if (!site.isCertified(site.host()))
      findings.add(
          host.fault(
              "No certificate is for %s, the name of this server.".formatted(site.host()),
              "Mail programs warn or refuse, and careful servers do not deliver.",
              GET_ONE));
    for (var name : otherNames(site, domains, dns))
      if (!site.isCertified(name))
        findings.add(
            new Topic("certificate", name.text())
                .hint(
                    "No certificate is for %s, by which others come here.".formatted(name),
                    "Whoever compares the name with the certificate is turned away.",
                    GET_ONE));
    for (var domain : domains) if (!site.isCertified(domain.name())) findings.add(own(domain));
    return findings;
  }

  /// MX hosts of other names that lead to this machine.
  private static List<DnsName> otherNames(Site site, List<HostedDomain> domains, Dns dns) {
    var names = new LinkedHashSet<DnsName>();
    for (var domain : domains)
      for (var mx : dns.mx(domain.name()).records())
        if (!mx.isNull() && !mx.host().equals(site.host()) && leadsHere(mx.host(), site, dns))
          names.add(mx.host());
    return List.copyOf(names);
  }

  private static boolean leadsHere(DnsName host, Site site, Dns dns) {
    return HostAddresses.of(host, dns).addresses().stream().anyMatch(site.own()::contains);
  }

  private static Finding own(HostedDomain domain) {
    return new Topic("certificate", domain.name().text())
        .hint(
            "No certificate is for the domain %s itself.".formatted(domain.name()),
            "Programs that find the server by SRV records may ask for it (RFC 6186 §6); most ask"
                + " for the server's name only.",
            GET_ONE);
  }

  private static Finding one(CertificateFacts certificate, Instant now) {
    var topic = new Topic("certificate", certificate.file().toString());
    var names = String.join(", ", certificate.names());
    var end = certificate.notAfter();
    var day = end.atOffset(ZoneOffset.UTC).toLocalDate();
    if (!end.isAfter(now))
      return topic.fault(
          "The certificate for %s has expired on %s.".formatted(names, day),
          "Mail programs refuse to connect.",
          GET_ONE);
    if (certificate.notBefore().isAfter(now))
      return topic.fault(
          "The certificate for %s is not good before %s.".formatted(names, certificate.notBefore()),
          "Mail programs refuse to connect. Or the clock of this machine is wrong.",
          "date --utc");
    if (certificate.isSelfSigned())
      return topic.fault(
          "The certificate for %s is signed by itself.".formatted(names),
          "Mail programs warn of it, for nobody vouches that it is yours.",
          GET_ONE);
    var reached = Expiry.reached(certificate, now);
    var soon = "The certificate for %s is good until %s only.".formatted(names, day);
    var why = "From then on mail programs refuse to connect.";
    if (reached != null && reached <= VERY_SOON) return topic.fault(soon, why, GET_ONE);
    if (reached != null) return topic.hint(soon, why, GET_ONE);
    return topic.fine("The certificate for %s is good until %s.".formatted(names, day));
  }
}

package org.posthorn.domain.doctor;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;

/// What a hosted domain publishes in DNS, line by line.
public final class MailZone {
  private MailZone() {}

  /// The records of a domain, and those of the host that has its mail.
  ///
  /// @param dns is asked for the host's addresses, and whether its zone is signed
  public static List<ZoneRecord> of(Site site, HostedDomain domain, Dns dns) {
    var records = new ArrayList<ZoneRecord>();
    records.add(ZoneRecord.mx(domain.name(), site.host()));
    records.add(spf(site, domain));
    for (var key : domain.keys()) records.add(dkim(key));
    records.add(dmarc(domain));
    records.add(tlsReports(domain));
    for (var service : site.services()) {
      var label = service.srvLabel();
      if (label != null)
        records.add(ZoneRecord.srv(domain.below(label), service.port(), site.host()));
    }
    records.addAll(host(site, dns));
    return List.copyOf(records);
  }

  private static List<ZoneRecord> host(Site site, Dns dns) {
    var host = site.host();
    var records = new ArrayList<ZoneRecord>();
    var published = HostAddresses.of(host, dns).addresses();
    var addresses =
        published.isEmpty()
            ? site.own().stream().filter(own -> !HostAddresses.isPrivate(own)).toList()
            : published;
    for (var address : addresses) {
      records.add(ZoneRecord.address(host, address));
      records.add(ZoneRecord.pointer(address, host));
    }
    // RFC 7208 §2.3: the name of the greeting is checked, too.
    records.add(ZoneRecord.txt(host, "v=spf1 a -all"));
    var name = host.below("_25._tcp");
    boolean isSigned = dns.mx(host) instanceof Lookup.NoSuchRecord<Mx>(var signed) && signed;
    if (name == null || !isSigned) return records;
    for (var certificate : site.certificates())
      if (certificate.covers(host.text()))
        records.add(ZoneRecord.tlsa(name, certificate.keyHash()));
    return records;
  }

  static ZoneRecord spf(Site site, HostedDomain domain) {
    var text = new StringBuilder("v=spf1 mx");
    for (var source : site.sources())
      text.append(source instanceof Inet6Address ? " ip6:" : " ip4:")
          .append(source.getHostAddress());
    return ZoneRecord.txt(domain.name(), text.append(" -all").toString());
  }

  static ZoneRecord dkim(DomainKey key) {
    return ZoneRecord.txt(key.recordName(), key.secret().record().joined());
  }

  static ZoneRecord dmarc(HostedDomain domain) {
    return ZoneRecord.txt(
        domain.below("_dmarc"), "v=DMARC1; p=quarantine; rua=mailto:postmaster@" + domain.name());
  }

  static ZoneRecord tlsReports(HostedDomain domain) {
    return ZoneRecord.txt(
        domain.below("_smtp._tls"), "v=TLSRPTv1; rua=mailto:postmaster@" + domain.name());
  }
}

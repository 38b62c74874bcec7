package org.posthorn.domain.feedback;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mailauth.Dmarc;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.posthorn.wire.mailauth.DmarcUri;
import org.posthorn.wire.mailauth.PublicSuffixes;
import org.posthorn.wire.report.TlsReportRecord;

/// Asks domains where they want their reports, at the time when one is due. Any thread may call.
final class Destinations {

  private final Dns dns;
  private final Dmarc dmarc;

  /// @param random as [Dmarc] needs one; nothing here depends on it
  Destinations(Dns dns, RandomGenerator random) {
    this.dns = dns;
    dmarc = new Dmarc(dns, PublicSuffixes.bundled(), random);
  }

  /// What a domain says.
  sealed interface Wanted<D> {
    /// Here; may be none that we may write to.
    record Here<D>(List<D> destinations) implements Wanted<D> {
      public Here {
        destinations = List.copyOf(destinations);
      }
    }

    /// It wants no reports.
    record Nowhere<D>() implements Wanted<D> {}

    /// DNS does not answer.
    record Unknown<D>(String reason) implements Wanted<D> {}
  }

  /// RFC 7489 §6.6.3, §7.1.
  Wanted<DmarcUri> dmarc(DnsName domain) {
    var name = domain.below("_dmarc");
    if (name == null) return new Wanted.Nowhere<>();
    var lookup = dns.txt(name);
    if (lookup instanceof Lookup.Failed<Txt>(var why, var detail))
      return new Wanted.Unknown<>(why + ": " + detail);
    var records =
        lookup.records().stream()
            .map(text -> DmarcRecord.parse(text.joined()))
            .filter(Objects::nonNull)
            .toList();
    if (records.size() != 1 || records.getFirst().aggregate().isEmpty())
      return new Wanted.Nowhere<>();
    return new Wanted.Here<>(dmarc.aggregateAddresses(domain, records.getFirst()));
  }

  /// RFC 8460 §3.
  Wanted<TlsReportRecord.Destination> tls(DnsName domain) {
    var name = domain.below(TlsReportRecord.LABEL);
    if (name == null) return new Wanted.Nowhere<>();
    var lookup = dns.txt(name);
    if (lookup instanceof Lookup.Failed<Txt>(var why, var detail))
      return new Wanted.Unknown<>(why + ": " + detail);
    var record = TlsReportRecord.among(lookup.records().stream().map(Txt::joined).toList());
    return record == null || record.destinations().isEmpty()
        ? new Wanted.Nowhere<>()
        : new Wanted.Here<>(record.destinations());
  }
}

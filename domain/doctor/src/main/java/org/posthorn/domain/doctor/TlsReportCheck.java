package org.posthorn.domain.doctor;

import java.util.List;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;

/// Whether others know where to send their reports on TLS with a domain (RFC 8460 §3).
final class TlsReportCheck {
  private TlsReportCheck() {}

  static List<Finding> run(HostedDomain domain, Dns dns) {
    var topic = new Topic("tlsrpt", domain.name().text());
    var wanted = MailZone.tlsReports(domain);
    var lookup = dns.txt(wanted.name());
    if (lookup instanceof Lookup.Failed<Txt>(var failure, var detail))
      return List.of(topic.unknown(wanted.name() + " TXT", failure + ": " + detail));
    // RFC 8460 §3: records that begin otherwise are passed over.
    var texts =
        lookup.records().stream()
            .map(Txt::joined)
            .filter(text -> text.startsWith("v=TLSRPTv1;"))
            .toList();
    if (texts.isEmpty())
      return List.of(
          topic.hint(
              domain.name() + " asks for no reports on TLS.",
              "They say when others cannot reach this server safely.",
              wanted.zone()));
    if (texts.size() == 1 && texts.getFirst().matches(".*;\\s*rua=(mailto:|https://).+"))
      return List.of(topic.fine("Reports on TLS with %s are asked for.".formatted(domain.name())));
    return List.of(
        topic.fault(
            texts.size() > 1
                ? "%s has %d TLSRPT records.".formatted(domain.name(), texts.size())
                : "The TLSRPT record of %s names nobody: %s"
                    .formatted(domain.name(), texts.getFirst()),
            "Nobody sends reports (RFC 8460 §3).",
            wanted.zone()));
  }
}

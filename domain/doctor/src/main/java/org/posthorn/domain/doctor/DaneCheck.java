package org.posthorn.domain.doctor;

import java.util.List;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Tlsa;

/// Whether the keys that DNS announces are those that the server has (RFC 7672).
final class DaneCheck {
  private static final int DANE_EE = 3;
  private static final int PUBLIC_KEY = 1;
  private static final int CERTIFICATE = 0;
  private static final int SHA_256 = 1;

  private DaneCheck() {}

  static List<Finding> run(Site site, Dns dns) {
    var topic = new Topic("dane", site.host().text());
    var name = site.host().below("_25._tcp");
    if (name == null || site.certificates().isEmpty()) return List.of();
    var wanted =
        site.certificates().stream()
            .filter(it -> it.covers(site.host().text()) || site.certificates().size() == 1)
            .map(it -> ZoneRecord.tlsa(name, it.keyHash()))
            .distinct()
            .toList();
    return switch (dns.tlsa(name)) {
      case Lookup.Failed<Tlsa>(var failure, var detail) ->
          List.of(topic.unknown(name + " TLSA", failure + ": " + detail));
      case Lookup.NoSuchName<Tlsa>(var isAuthentic) -> absent(topic, isAuthentic, wanted);
      case Lookup.NoSuchRecord<Tlsa>(var isAuthentic) -> absent(topic, isAuthentic, wanted);
      case Lookup.Found<Tlsa> found -> List.of(found(topic, site, found, wanted));
    };
  }

  private static List<Finding> absent(Topic topic, boolean isSigned, List<ZoneRecord> wanted) {
    if (!isSigned) return List.of();
    return List.of(
        topic.hint(
            "The zone of %s is signed, and does not announce the server's key."
                .formatted(topic.subject()),
            "With it, senders that know DANE talk to this server only by TLS. Publish it only if"
                + " the key stays at renewals; Posthorn's own ACME client keeps it.",
            ZoneRecord.lines(wanted)));
  }

  private static Finding found(
      Topic topic, Site site, Lookup.Found<Tlsa> found, List<ZoneRecord> wanted) {
    if (!found.isAuthentic())
      return topic.hint(
          "The server's key is announced (TLSA), and DNSSEC does not vouch for it.",
          "It does not count then; or the resolver here does not validate.",
          "posthorn doctor   # see what it says of dnssec");
    boolean isAuthority = found.records().stream().anyMatch(it -> it.usage() != DANE_EE);
    if (isAuthority)
      return topic.hint(
          "DNS names an authority for the server's certificate (TLSA).",
          "Whether the certificate comes from it is not checked here.");
    return found.records().stream().anyMatch(it -> matches(it, site))
        ? topic.fine("DNS announces the key that the server has (TLSA).")
        : topic.fault(
            "DNS announces another key than the server has (TLSA).",
            "Senders that know DANE do not deliver any more.",
            ZoneRecord.lines(wanted));
  }

  private static boolean matches(Tlsa record, Site site) {
    if (record.matching() != SHA_256) return false;
    return site.certificates().stream()
        .anyMatch(it ->
            switch (record.selector()) {
              case PUBLIC_KEY -> record.hex().equals(it.keyHash());
              case CERTIFICATE -> record.hex().equals(it.fingerprint());
              default -> false;
            });
  }
}

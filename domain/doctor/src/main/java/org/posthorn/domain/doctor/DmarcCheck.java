package org.posthorn.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mailauth.Dmarc;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.posthorn.wire.mailauth.DmarcUri;
import org.posthorn.wire.mailauth.PublicSuffixes;

/// Whether a domain says what is to be done with forgeries (RFC 7489 §6).
final class DmarcCheck {
  private static final String WHY =
      "Receivers do not know what to do with forgeries, and large ones want a policy from whoever"
          + " sends much.";

  private DmarcCheck() {}

  static List<Finding> run(HostedDomain domain, Dns dns, Dmarc dmarc) {
    var topic = new Topic("dmarc", domain.name().text());
    var lookup = records(domain.name(), dns);
    if (lookup instanceof Lookup.Failed<Txt>(var failure, var detail))
      return List.of(topic.unknown("_dmarc." + domain.name() + " TXT", failure + ": " + detail));
    var texts = texts(lookup);
    var holder = domain.name();
    var organization = PublicSuffixes.bundled().organizationalDomain(domain.name());
    if (texts.isEmpty() && organization != null && !organization.equals(domain.name())) {
      holder = organization;
      texts = texts(records(organization, dns));
    }
    var wanted = MailZone.dmarc(domain).zone();
    if (texts.isEmpty())
      return List.of(topic.fault(domain.name() + " has no DMARC record.", WHY, wanted));
    if (texts.size() > 1)
      return List.of(
          topic.fault(
              "%s has %d DMARC records.".formatted(holder, texts.size()),
              "Then none counts (RFC 7489 §6.6.3).",
              ZoneRecord.txt(domain.below("_dmarc"), texts.getFirst()).zone() + "   # only one"));
    var record = DmarcRecord.parse(texts.getFirst());
    if (record == null)
      return List.of(
          topic.fault(
              "The DMARC record of %s says nothing that counts: %s"
                  .formatted(holder, texts.getFirst()),
              WHY,
              wanted));
    return judge(topic, holder, record, dmarc);
  }

  private static Lookup<Txt> records(DnsName domain, Dns dns) {
    var name = domain.below("_dmarc");
    return name == null ? new Lookup.NoSuchName<>(false) : dns.txt(name);
  }

  private static List<String> texts(Lookup<Txt> lookup) {
    return lookup.records().stream()
        .map(Txt::joined)
        .filter(text -> text.matches("v\\s*=\\s*DMARC1\\s*(;.*)?"))
        .toList();
  }

  private static List<Finding> judge(Topic topic, DnsName holder, DmarcRecord record, Dmarc dmarc) {
    var findings = new ArrayList<Finding>();
    var deaf = deaf(holder, record, dmarc);
    if (!deaf.isEmpty())
      findings.add(
          topic.hint(
              "Reports on %s go to %s, who has not said that he wants them."
                  .formatted(holder, deaf),
              "Receivers then send none (RFC 7489 §7.1).",
              "%s._report._dmarc.%s. IN TXT \"v=DMARC1\"   # in the zone of that domain"
                  .formatted(holder, deaf.replaceFirst(".*@", ""))));
    if (record.policy() == DmarcPolicy.NONE)
      findings.add(
          topic.hint(
              "%s asks for nothing to be done with forgeries (p=none).".formatted(holder),
              "That is right to begin with, while you look whether all your mail passes.",
              "_dmarc.%s. IN TXT \"v=DMARC1; p=quarantine; …\"   # later".formatted(holder)));
    if (findings.isEmpty())
      findings.add(topic.fine("%s asks for p=%s.".formatted(holder, record.policy().text())));
    return findings;
  }

  /// Addresses in the record that get no reports.
  private static String deaf(DnsName holder, DmarcRecord record, Dmarc dmarc) {
    var allowed = dmarc.aggregateAddresses(holder, record);
    return record.aggregate().stream()
        .map(DmarcUri::address)
        .filter(address -> allowed.stream().noneMatch(it -> it.address().equals(address)))
        .map(Object::toString)
        .collect(Collectors.joining(", "));
  }
}

package org.posthorn.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Txt;
import org.posthorn.wire.mailauth.DkimAlgorithm;

/// Whether a domain signs, and DNS has the keys that it signs with (RFC 6376 §3.6).
final class DkimCheck {
  private static final String WHY =
      "Signatures fail, so receivers take mail from users of the domain for forged.";

  private DkimCheck() {}

  static List<Finding> run(HostedDomain domain, Dns dns) {
    var topic = new Topic("dkim", domain.name().text());
    if (domain.keys().stream().noneMatch(key -> key.state() == DomainKey.State.ACTIVE))
      return List.of(signsNot(topic, domain, dns));
    var findings = new ArrayList<Finding>();
    for (var key : domain.keys())
      if (key.state() != DomainKey.State.RETIRED) findings.add(key(topic, key, dns));
    if (domain.keys().stream().noneMatch(DkimCheck::signsForAll))
      findings.add(
          topic.hint(
              domain.name() + " signs by Ed25519 only.",
              "Some receivers know RSA only, and then see no good signature.",
              "posthorn dkim add %s --algorithm rsa".formatted(domain.name())));
    return findings;
  }

  private static boolean signsForAll(DomainKey key) {
    return key.state() == DomainKey.State.ACTIVE
        && key.secret().algorithm() == DkimAlgorithm.RSA_SHA256;
  }

  private static Finding signsNot(Topic topic, HostedDomain domain, Dns dns) {
    var why = "Large receivers put mail without a signature into junk, or refuse it.";
    var what = domain.name() + " does not sign its mail.";
    var waiting =
        domain.keys().stream().filter(key -> key.state() == DomainKey.State.PUBLISHED).toList();
    if (waiting.isEmpty())
      return topic.fault(
          what, why, "posthorn dkim rotate %s   # makes keys".formatted(domain.name()));
    var mend = new ArrayList<String>();
    for (var key : waiting) {
      if (!isPublished(key, dns.txt(key.recordName()))) mend.add(record(key));
      mend.add(activation(key));
    }
    return topic.fault(what, why, mend.toArray(String[]::new));
  }

  private static Finding key(Topic topic, DomainKey key, Dns dns) {
    var lookup = dns.txt(key.recordName());
    if (lookup instanceof Lookup.Failed<Txt>(var failure, var detail))
      return topic.unknown(key.recordName() + " TXT", failure + ": " + detail);
    boolean isPublished = isPublished(key, lookup);
    var name = key.recordName();
    if (key.state() == DomainKey.State.PUBLISHED)
      return isPublished
          ? topic.hint(
              "DNS has the key %s, and nothing is signed with it.".formatted(key.selector()),
              "It was made to replace another.",
              activation(key))
          : topic.hint(
              "DNS does not have the key %s yet.".formatted(key.selector()),
              "It was made to replace another.",
              record(key),
              activation(key));
    if (isPublished) return topic.fine("DNS has the key at %s.".formatted(name));
    return topic.fault(
        lookup.records().isEmpty()
            ? "DNS has no record at %s, where the key is looked for that signs.".formatted(name)
            : "DNS has another record at %s than the key that signs.".formatted(name),
        WHY,
        record(key));
  }

  private static boolean isPublished(DomainKey key, Lookup<Txt> lookup) {
    return lookup.records().stream().anyMatch(key.secret()::isIn);
  }

  private static String record(DomainKey key) {
    return MailZone.dkim(key).zone();
  }

  private static String activation(DomainKey key) {
    return "posthorn dkim activate %s %s".formatted(key.domain(), key.selector());
  }
}

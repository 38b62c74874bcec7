package org.posthorn.domain.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.RecordType;

/// Whether the name servers that are asked answer, whether they pass over types of records as home
/// routers do, and whether they validate.
final class ResolverCheck {
  static final Topic TOPIC = new Topic("resolver", "name servers");

  /// Every resolver has it, and nobody else is asked for it (RFC 1035 §3.5).
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final String USE_UNBOUND =
      "apt install unbound   # a resolver of your own; then in posthorn.toml:";
  private static final String ASK_IT = "[dns] servers = [\"127.0.0.1\"]";

  private ResolverCheck() {}

  static List<Finding> run(Site site, Dns dns) {
    var lookups = ask(site.host(), dns);
    var findings = new ArrayList<Finding>();
    var dropped = new ArrayList<RecordType>();
    var failed = new ArrayList<String>();
    lookups.forEach((type, lookup) -> {
      if (!(lookup instanceof Lookup.Failed<?>(var failure, var detail))) return;
      if (failure == Failure.TYPE_DROPPED) dropped.add(type);
      else failed.add("%s: %s, %s".formatted(type, failure, detail));
    });
    if (failed.size() + dropped.size() == lookups.size()) return List.of(silent(failed));
    if (!dropped.isEmpty()) findings.add(drops(dropped));
    if (!failed.isEmpty()) findings.add(fails(failed));
    if (findings.isEmpty())
      findings.add(TOPIC.fine("The name servers answer questions of every type."));
    findings.add(dnssec(dns));
    return findings;
  }

  private static Map<RecordType, Lookup<?>> ask(DnsName host, Dns dns) {
    var lookups = new LinkedHashMap<RecordType, Lookup<?>>();
    for (var type : RecordType.values())
      lookups.put(
          type,
          switch (type) {
            case A -> dns.a(host);
            case AAAA -> dns.aaaa(host);
            case MX -> dns.mx(host);
            case TXT -> dns.txt(host);
            case SRV -> dns.srv(host);
            case TLSA -> dns.tlsa(host);
            case PTR -> dns.ptr(LOOPBACK);
            case CNAME -> dns.cname(host);
          });
    return lookups;
  }

  private static Finding silent(List<String> failed) {
    return TOPIC.fault(
        "No name server answers (%s)."
            .formatted(failed.isEmpty() ? "all types are dropped" : failed.getFirst()),
        "Without DNS no mail leaves, and no sender can be checked.",
        "cat /etc/resolv.conf   # who is asked, unless [dns] servers in posthorn.toml names others",
        USE_UNBOUND,
        ASK_IT);
  }

  private static Finding drops(List<RecordType> types) {
    return TOPIC.fault(
        "The name servers do not answer questions of type %s.".formatted(types),
        "Mail needs them: MX says where it goes, TXT has SPF, DKIM and DMARC, TLSA has DANE. Home"
            + " routers drop what they do not know.",
        USE_UNBOUND,
        ASK_IT);
  }

  private static Finding fails(List<String> failed) {
    return TOPIC.hint(
        "The name servers fail for some questions: %s.".formatted(String.join("; ", failed)),
        "It may pass; if it does not, mail is delayed.",
        USE_UNBOUND,
        ASK_IT);
  }

  /// The root is signed, so a resolver that validates vouches for what it says of it.
  private static Finding dnssec(Dns dns) {
    var topic = new Topic("dnssec", "name servers");
    return switch (dns.txt(DnsName.ROOT)) {
      case Lookup.Failed<?>(var failure, var detail) ->
          topic.unknown("the root", failure + ": " + detail);
      case Lookup.Found<?> found -> dnssec(topic, found.isAuthentic());
      case Lookup.NoSuchRecord<?>(var isAuthentic) -> dnssec(topic, isAuthentic);
      case Lookup.NoSuchName<?>(var isAuthentic) -> dnssec(topic, isAuthentic);
    };
  }

  private static Finding dnssec(Topic topic, boolean isAuthentic) {
    return isAuthentic
        ? topic.fine("Answers are validated by DNSSEC.")
        : topic.hint(
            "Answers are not validated by DNSSEC, or not by a resolver on this machine.",
            "Without that DANE cannot be used: mail to hosts that publish their keys is protected"
                + " less than they ask for.",
            USE_UNBOUND,
            ASK_IT,
            "options trust-ad   # in /etc/resolv.conf, if the way to your resolver is safe");
  }
}

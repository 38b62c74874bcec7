package org.posthorn.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.domain.relay.StsPolicy;
import org.posthorn.domain.relay.StsRecord;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Txt;

/// Whether a domain's MTA-STS policy can be had and names its hosts (RFC 8461).
final class StsCheck {
  private static final String VERSION = "v=STSv1";

  private StsCheck() {}

  static List<Finding> run(Site site, HostedDomain domain, Dns dns, StsFetch fetch) {
    var topic = new Topic("mta-sts", domain.name().text());
    var name = domain.below(StsRecord.LABEL);
    var lookup = dns.txt(name);
    if (lookup instanceof Lookup.Failed<Txt>(var failure, var detail))
      return List.of(topic.unknown(name + " TXT", failure + ": " + detail));
    var record = StsRecord.among(lookup.records());
    if (record != null) return policy(topic, site, domain, dns, fetch);
    boolean isMeant = lookup.records().stream().anyMatch(text -> text.joined().startsWith(VERSION));
    return List.of(isMeant ? broken(topic, domain) : absent(topic, site, domain));
  }

  private static Finding broken(Topic topic, HostedDomain domain) {
    return topic.fault(
        "The MTA-STS record of %s is wrong, or there are two.".formatted(domain.name()),
        "It does not count (RFC 8461 §3.1).",
        ZoneRecord.txt(domain.below(StsRecord.LABEL), VERSION + "; id=1").zone()
            + "   # with a new id at each change of the policy");
  }

  private static Finding absent(Topic topic, Site site, HostedDomain domain) {
    var host = domain.below("mta-sts");
    return topic.hint(
        "%s has no MTA-STS policy.".formatted(domain.name()),
        "With one, senders use TLS with this server even if somebody in between pretends that it"
            + " has none. Posthorn does not serve the policy itself yet: a web server has to, with"
            + " a certificate for %s.".formatted(host),
        "https://%s%s   # with this text:".formatted(host, StsFetch.PATH),
        "version: STSv1",
        "mode: testing",
        "mx: " + site.host(),
        "max_age: 604800",
        ZoneRecord.txt(domain.below(StsRecord.LABEL), VERSION + "; id=1").zone()
            + "   # when the policy is there");
  }

  private static List<Finding> policy(
      Topic topic, Site site, HostedDomain domain, Dns dns, StsFetch fetch) {
    var host = domain.below("mta-sts");
    var url = "https://" + host + StsFetch.PATH;
    return switch (fetch.fetch(host)) {
      case StsFetch.Fetched.NotTrusted(var detail) ->
          List.of(unfetched(topic, url, "the certificate is not good: " + detail));
      case StsFetch.Fetched.Failed(var detail) -> List.of(unfetched(topic, url, detail));
      case StsFetch.Fetched.Body(var _, var text) ->
          policy(topic, site, domain, StsPolicy.parse(text), dns);
    };
  }

  private static Finding unfetched(Topic topic, String url, String detail) {
    return topic.fault(
        "The MTA-STS policy of %s is announced and cannot be fetched: %s."
            .formatted(topic.subject(), detail),
        "Senders that remember an older policy hold to that, others have none.",
        "curl -v %s   # has to answer 200 with a certificate that is in order".formatted(url));
  }

  private static List<Finding> policy(
      Topic topic, Site site, HostedDomain domain, @Nullable StsPolicy policy, Dns dns) {
    if (policy == null)
      return List.of(unfetched(topic, "https://mta-sts." + domain.name(), "it is no policy"));
    if (policy.mode() == StsPolicy.Mode.NONE)
      return List.of(topic.fine("The MTA-STS policy of %s is none.".formatted(domain.name())));
    var findings = new ArrayList<Finding>();
    for (Mx mx : dns.mx(domain.name()).records()) {
      if (policy.covers(mx.host())) continue;
      findings.add(
          topic.fault(
              "The MTA-STS policy of %s does not name %s.".formatted(domain.name(), mx.host()),
              "Senders that keep to it do not deliver there (RFC 8461 §4.1).",
              "mx: %s   # one more line in the policy, and a new id".formatted(mx.host())));
    }
    if (policy.covers(site.host()) && !site.isCertified(site.host()))
      findings.add(
          topic.fault(
              "The MTA-STS policy of %s asks for a certificate that this server does not have."
                  .formatted(domain.name()),
              "Senders that keep to it do not deliver.",
              "posthorn status   # the certificates; one has to be for " + site.host()));
    if (findings.isEmpty())
      findings.add(topic.fine("The MTA-STS policy of %s is there.".formatted(domain.name())));
    return findings;
  }
}

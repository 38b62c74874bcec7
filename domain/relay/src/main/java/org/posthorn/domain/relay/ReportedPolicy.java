package org.posthorn.domain.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthorn.domain.relay.TlsAttempt.PolicyType;
import org.posthorn.wire.dns.Tlsa;

/// What a domain asks for about TLS, as reports repeat it to the domain (RFC 8460 §4.4, §4.5).
///
/// @param text `policy-string`, an element a line; empty when the policy could not be had
/// @param hosts `mx-host`: the patterns of an MTA-STS policy
public record ReportedPolicy(PolicyType type, List<String> text, List<String> hosts) {

  public static final ReportedPolicy NONE =
      new ReportedPolicy(PolicyType.NO_POLICY_FOUND, List.of(), List.of());

  public ReportedPolicy {
    text = List.copyOf(text);
    hosts = List.copyOf(hosts);
  }

  /// One that could not be had, or is of no use.
  static ReportedPolicy unread(PolicyType type) {
    return new ReportedPolicy(type, List.of(), List.of());
  }

  static ReportedPolicy of(StsPolicy policy) {
    var lines = new ArrayList<String>();
    lines.add("version: STSv1");
    lines.add("mode: " + policy.mode().name().toLowerCase(Locale.ROOT));
    policy.patterns().forEach(pattern -> lines.add("mx: " + pattern));
    lines.add("max_age: " + policy.maxAge().toSeconds());
    return new ReportedPolicy(PolicyType.STS, lines, policy.patterns());
  }

  static ReportedPolicy of(List<Tlsa> records) {
    var lines = records.stream().map(Tlsa::toString).toList();
    return new ReportedPolicy(PolicyType.TLSA, lines, List.of());
  }

  /// What is known of a policy by what is done about it.
  static ReportedPolicy of(TlsPolicy policy) {
    return policy instanceof TlsPolicy.Dane(var records, var _, var _)
        ? of(records)
        : unread(policy.type());
  }
}

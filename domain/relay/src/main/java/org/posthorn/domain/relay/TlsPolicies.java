package org.posthorn.domain.relay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.TlsAttempt.PolicyType;
import org.posthorn.domain.relay.TlsPolicy.Basis;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Tlsa;

/// Finds out how safe the way to a host has to be: by DANE (RFC 7672 §2.2), else by the domain's
/// MTA-STS policy (RFC 8461 §4), as far as is demanded. Thread-safe.
final class TlsPolicies {

  private final Dns dns;
  private final StsPolicies sts;

  TlsPolicies(Dns dns, StsPolicies sts) {
    this.dns = dns;
    this.sts = sts;
  }

  sealed interface Choice {
    /// How to do it.
    ///
    /// @param reported null when the domain was not asked what it wants, and is not told
    record Use(TlsPolicy policy, Target.Trust trust, @Nullable ReportedPolicy reported)
        implements Choice {}

    /// The host must not be used now.
    record Skip(String reason) implements Choice {}
  }

  /// What holds for a host that is only known by its address.
  static Choice ofAddress(TlsDemand demand) {
    return switch (demand) {
      case NONE -> untold(new TlsPolicy.None(), Target.Trust.CONFIGURED);
      // RFC 7672 §2.2: DANE does not apply to address literals.
      case OPPORTUNISTIC, PUBLISHED ->
          untold(new TlsPolicy.Opportunistic(), Target.Trust.CONFIGURED);
      case ENCRYPTED -> untold(new TlsPolicy.Encrypted(Basis.CONFIGURED), Target.Trust.CONFIGURED);
      case VERIFIED, DANE -> new Choice.Skip("an address has no name that could be verified");
    };
  }

  private static Choice untold(TlsPolicy policy, Target.Trust trust) {
    return new Choice.Use(policy, trust, null);
  }

  /// A host that the administrator names is nobody's mail exchanger, so nobody is told of it.
  private static Choice use(HostFacts facts, TlsPolicy policy, ReportedPolicy reported) {
    return new Choice.Use(policy, facts.trust(), facts.policyDomain() == null ? null : reported);
  }

  Choice of(HostFacts facts, TlsDemand demand, RelayTrace trace) {
    return switch (demand) {
      case NONE -> untold(new TlsPolicy.None(), facts.trust());
      case OPPORTUNISTIC -> untold(new TlsPolicy.Opportunistic(), facts.trust());
      case ENCRYPTED -> untold(new TlsPolicy.Encrypted(Basis.CONFIGURED), facts.trust());
      case PUBLISHED, VERIFIED, DANE -> published(facts, demand, trace);
    };
  }

  private Choice published(HostFacts facts, TlsDemand demand, RelayTrace trace) {
    boolean insecure =
        facts.via() instanceof HostFacts.Via.Records(var _, var _, var isAuthentic) && !isAuthentic;
    // RFC 7672 §2.2.1: where DANE is mandatory, the MX records have to be secure.
    if (demand == TlsDemand.DANE && insecure)
      return skip(facts, TlsResult.DANE_REQUIRED, "the MX records are not signed", trace);
    for (var base : candidates(facts)) {
      var name = base.below("_" + facts.port() + "._tcp");
      if (name == null) continue;
      switch (dns.tlsa(name)) {
        case Lookup.Found<Tlsa> found when found.isAuthentic() -> {
          return byDane(facts, base, found.records(), demand, trace);
        }
        case Lookup.Failed<Tlsa>(var why, var _) -> {
          // RFC 7672 §2.1.2: a host whose records cannot be had is unreachable.
          return skip(
              facts, TlsResult.DNSSEC_INVALID, "no answer about " + name + ": " + why, trace);
        }
        case Lookup.Found<Tlsa> _, Lookup.NoSuchName<Tlsa> _, Lookup.NoSuchRecord<Tlsa> _ -> {}
      }
    }
    return switch (demand) {
      case DANE -> skip(facts, TlsResult.DANE_REQUIRED, "no signed TLSA records", trace);
      case VERIFIED ->
          untold(new TlsPolicy.Required(List.of(facts.host()), Basis.CONFIGURED), facts.trust());
      case NONE, OPPORTUNISTIC, PUBLISHED, ENCRYPTED -> bySts(facts, trace);
    };
  }

  /// The names below which TLSA records may be (RFC 7672 §2.2.2). For hosts in unsigned zones none
  /// is asked for: their servers are known not to answer.
  private List<DnsName> candidates(HostFacts facts) {
    var found = facts.found();
    boolean isAlias = !found.canonical().equals(facts.host());
    if (found.isAuthentic())
      return isAlias ? List.of(found.canonical(), facts.host()) : List.of(facts.host());
    if (!isAlias) return List.of();
    return dns.cname(facts.host()) instanceof Lookup.Found<DnsName> alias && alias.isAuthentic()
        ? List.of(facts.host())
        : List.of();
  }

  private Choice byDane(
      HostFacts facts, DnsName base, List<Tlsa> records, TlsDemand demand, RelayTrace trace) {
    var usable = DaneRecords.usable(records);
    var reported = ReportedPolicy.of(records);
    if (!usable.isEmpty())
      return use(facts, new TlsPolicy.Dane(usable, base, names(facts, base)), reported);
    if (demand == TlsDemand.PUBLISHED)
      return use(facts, new TlsPolicy.Encrypted(Basis.TLSA), reported);
    if (demand == TlsDemand.VERIFIED)
      return untold(new TlsPolicy.Required(List.of(facts.host()), Basis.CONFIGURED), facts.trust());
    return skip(facts, TlsResult.TLSA_INVALID, "no usable TLSA records", trace);
  }

  /// RFC 7672 §3.2.2.
  private static List<DnsName> names(HostFacts facts, DnsName base) {
    var names = new LinkedHashSet<DnsName>();
    names.add(base);
    switch (facts.via()) {
      case HostFacts.Via.Records(var domain, var canonical, var isAuthentic) -> {
        if (isAuthentic) names.addAll(List.of(domain, canonical));
      }
      case HostFacts.Via.Configured _ -> names.add(facts.host());
    }
    return List.copyOf(new ArrayList<>(names));
  }

  private Choice bySts(HostFacts facts, RelayTrace trace) {
    var domain = facts.policyDomain();
    @Nullable StsPolicy policy = domain == null ? null : sts.policy(domain, trace);
    if (policy == null) return use(facts, new TlsPolicy.Opportunistic(), ReportedPolicy.NONE);
    var reported = ReportedPolicy.of(policy);
    boolean covered = policy.covers(facts.host());
    boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
    if (!covered) {
      var told = attempt(facts, reported, TlsResult.VALIDATION_FAILURE, "not an mx of the policy");
      trace.tls(told);
      return enforced
          ? new Choice.Skip(facts.host() + " is not an mx of the domain's MTA-STS policy")
          : untold(new TlsPolicy.Opportunistic(), facts.trust());
    }
    var trust = facts.trust() == Target.Trust.DNS ? Target.Trust.MTA_STS : facts.trust();
    var names = List.of(facts.host());
    return enforced
        ? new Choice.Use(new TlsPolicy.Required(names, Basis.STS), trust, reported)
        : use(facts, new TlsPolicy.Opportunistic(names), reported);
  }

  private static Choice skip(HostFacts facts, TlsResult result, String detail, RelayTrace trace) {
    if (facts.policyDomain() != null)
      trace.tls(attempt(facts, ReportedPolicy.unread(PolicyType.TLSA), result, detail));
    return new Choice.Skip(facts.host() + ": " + detail);
  }

  private static TlsAttempt attempt(
      HostFacts facts, ReportedPolicy policy, TlsResult result, String detail) {
    return new TlsAttempt(
        facts.domain().text(),
        policy,
        facts.host().text(),
        facts.found().addresses().getFirst(),
        null,
        new TlsAttempt.Outcome(result, detail));
  }
}

package org.posthorn.domain.guard;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.ArcVerdict;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.Iprev;
import org.posthorn.wire.mailauth.PublicSuffixes;
import org.posthorn.wire.mailauth.SpfVerdict;

/// Why a message is not punished for what fails on its way: it came through somebody whom the
/// administrator trusts.
///
/// @param words for the log
/// @param override for the author's domain
record Exemption(String words, PolicyOverride override) {

  /// Null for a message that has none.
  static @Nullable Exemption of(InetAddress client, SenderResults results, SenderPolicy policy) {
    if (policy.isForwarder(client))
      return forwarder("the client is a trusted forwarder: " + client.getHostAddress());
    for (var domain : proven(results))
      if (policy.isForwarder(domain)) return forwarder("sent on by a trusted forwarder: " + domain);
    return sealed(results, policy);
  }

  private static Exemption forwarder(String words) {
    return new Exemption(words, new PolicyOverride(PolicyOverride.Reason.TRUSTED_FORWARDER, words));
  }

  /// The domains that have a hand in the message for sure.
  private static List<DnsName> proven(SenderResults results) {
    var proven = new ArrayList<@Nullable DnsName>();
    for (var verdict : results.signatures()) if (verdict.isPass()) proven.add(verdict.domain());
    proven.add(passed(results.mailFrom()));
    proven.add(passed(results.helo()));
    var iprev = results.iprev();
    if (iprev != null && iprev.result() == Iprev.Result.PASS) proven.add(iprev.name());
    var known = new ArrayList<DnsName>();
    for (var domain : proven) if (domain != null) known.add(domain);
    return known;
  }

  private static @Nullable DnsName passed(@Nullable SpfVerdict verdict) {
    return verdict == null || !verdict.isPass() ? null : DnsName.parse(verdict.domain());
  }

  /// RFC 8617 §7.2: what a sealer says counts as far as all who sealed after it are trusted, too,
  /// since each of them could have changed the message. It has to have seen the author's domain
  /// vouch.
  private static @Nullable Exemption sealed(SenderResults results, SenderPolicy policy) {
    var arc = results.arc();
    var dmarc = results.dmarc();
    var author = dmarc == null ? null : dmarc.author();
    if (arc == null || author == null || arc.status() != ArcVerdict.Status.PASS) return null;
    for (var hop : arc.hops().reversed()) {
      if (policy.sealers().stream().noneMatch(hop.sealer()::isWithin)) return null;
      if (sawPass(hop, author))
        return new Exemption(
            "the trusted sealer %s saw %s vouch for it".formatted(hop.sealer(), author),
            new PolicyOverride(PolicyOverride.Reason.LOCAL_POLICY, comment(arc)));
    }
    return null;
  }

  private static boolean sawPass(ArcVerdict.Hop hop, DnsName author) {
    var results = hop.results();
    return results != null
        && results.results().stream().anyMatch(it -> isPass(it) && isOf(it, author));
  }

  private static boolean isPass(MethodResult result) {
    return result.result().equals("pass");
  }

  private static boolean isOf(MethodResult result, DnsName author) {
    return switch (result.method()) {
      case "dmarc" -> isOf(result.value("header", "from"), author);
      case "dkim" ->
          isOf(result.value("header", "d"), author) || isOf(result.value("header", "i"), author);
      case "spf" -> isOf(result.value("smtp", "mailfrom"), author);
      default -> false;
    };
  }

  private static boolean isOf(@Nullable String identity, DnsName author) {
    if (identity == null) return false;
    var domain = DnsName.parse(identity.substring(identity.lastIndexOf('@') + 1));
    return domain != null && PublicSuffixes.bundled().sameOrganization(domain, author);
  }

  /// RFC 8617 §7.2.1.
  private static String comment(ArcVerdict arc) {
    var sets =
        arc.hops().reversed().stream()
            .map(it ->
                "as[%d].d=%s as[%d].s=%s"
                    .formatted(it.instance(), it.sealer(), it.instance(), it.selector()))
            .collect(Collectors.joining(" "));
    return "arc=pass " + sets + remoteAddress(arc.hops().getFirst());
  }

  private static String remoteAddress(ArcVerdict.Hop first) {
    var results = first.results();
    if (results == null) return "";
    for (var result : results.results()) {
      var address = result.value("smtp", "remote-ip");
      if (address == null) address = result.value("policy", "iprev");
      if (address != null) return " remote-ip[1]=" + address;
    }
    return "";
  }

  /// Whether a domain of the author's organization has signed the message.
  static boolean isSignedBy(@Nullable DnsName author, List<DkimVerdict> signatures) {
    if (author == null) return false;
    for (var verdict : signatures) {
      var domain = verdict.domain();
      if (verdict.isPass()
          && domain != null
          && PublicSuffixes.bundled().sameOrganization(domain, author)) return true;
    }
    return false;
  }
}

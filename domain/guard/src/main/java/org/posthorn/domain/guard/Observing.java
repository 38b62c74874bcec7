package org.posthorn.domain.guard;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.DkimOutcome;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.AggregateReport.SpfOutcome;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.DmarcVerdict;
import org.posthorn.wire.mailauth.SpfVerdict;

/// What the author's domain may be told of a message (RFC 7489 §7.2): not who it was for, and not
/// what else this server holds against it (§6.7).
final class Observing {

  private Observing() {}

  /// Null when the domain has no record, or it is not known what the message came to.
  static @Nullable DmarcObservation of(
      InetAddress client,
      SenderResults results,
      Judgement judgement,
      @Nullable Exemption exemption,
      Instant now) {
    var dmarc = results.dmarc();
    if (dmarc == null) return null;
    var author = dmarc.author();
    var policyDomain = dmarc.policyDomain();
    var record = dmarc.record();
    boolean isKnown =
        dmarc.result() == DmarcVerdict.Result.PASS || dmarc.result() == DmarcVerdict.Result.FAIL;
    if (!isKnown || author == null || policyDomain == null || record == null) return null;
    var mailFrom = results.mailFrom();
    var disposition = disposition(dmarc, judgement);
    var row =
        new AggregateReport.Row(
            client.getHostAddress(),
            1,
            disposition,
            dmarc.isDkimAligned() ? Alignment.PASS : Alignment.FAIL,
            dmarc.isSpfAligned() ? Alignment.PASS : Alignment.FAIL,
            overrides(dmarc, disposition, exemption),
            new AggregateReport.Identifiers(
                author.text(), mailFrom == null ? null : mailFrom.domain(), null),
            signatures(results),
            senders(results));
    return new DmarcObservation(now, policyDomain, record, row);
  }

  /// What was done because the domain asked for something.
  private static DmarcPolicy disposition(DmarcVerdict dmarc, Judgement judgement) {
    if (dmarc.disposition() == DmarcPolicy.NONE) return DmarcPolicy.NONE;
    return switch (judgement) {
      case Judgement.Accept _, Judgement.Mark _, Judgement.TryLater _ -> DmarcPolicy.NONE;
      case Judgement.Junk _ -> DmarcPolicy.QUARANTINE;
      case Judgement.Refuse _ -> DmarcPolicy.REJECT;
    };
  }

  private static List<PolicyOverride> overrides(
      DmarcVerdict dmarc, DmarcPolicy disposition, @Nullable Exemption exemption) {
    var overrides = new ArrayList<PolicyOverride>();
    if (dmarc.isSampledOut())
      overrides.add(new PolicyOverride(PolicyOverride.Reason.SAMPLED_OUT, null));
    if (disposition != dmarc.disposition())
      overrides.add(
          exemption == null
              ? new PolicyOverride(PolicyOverride.Reason.LOCAL_POLICY, null)
              : exemption.override());
    return overrides;
  }

  private static List<DkimOutcome> signatures(SenderResults results) {
    var outcomes = new ArrayList<DkimOutcome>();
    for (var verdict : results.signatures()) {
      var domain = verdict.domain();
      if (domain != null)
        outcomes.add(new DkimOutcome(domain.text(), verdict.selector(), verdict.result().text()));
    }
    return outcomes;
  }

  private static List<SpfOutcome> senders(SenderResults results) {
    var outcomes = new ArrayList<SpfOutcome>();
    add(outcomes, results.mailFrom());
    add(outcomes, results.helo());
    return outcomes;
  }

  private static void add(List<SpfOutcome> outcomes, @Nullable SpfVerdict verdict) {
    if (verdict != null)
      outcomes.add(new SpfOutcome(verdict.domain(), verdict.identity(), verdict.result().text()));
  }
}

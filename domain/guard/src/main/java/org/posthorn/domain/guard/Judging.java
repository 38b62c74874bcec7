package org.posthorn.domain.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.DmarcVerdict;
import org.posthorn.wire.mailauth.Iprev;
import org.posthorn.wire.mailauth.SpfResult;
import org.posthorn.wire.mailauth.SpfVerdict;
import org.posthorn.wire.smtp.EnhancedCode;

/// From results to a judgement, by the policy and nothing else. One message, one thread.
///
/// What the author's domain says comes first: when it vouches, or has a policy of its own, nobody
/// is asked what SPF alone would make of the message (RFC 7489 §6.7), because mail that is sent on
/// fails SPF and nothing is wrong with it.
final class Judging {

  // RFC 7372 §3, RFC 7489 §10.3: the last part of X.7.n
  private static final int POLICY = 1;
  private static final int NO_GOOD_SIGNATURE = 20;
  private static final int SPF_FAILED = 23;
  private static final int SPF_ERROR = 24;
  private static final int NO_NAME = 25;
  private static final int SEVERAL = 26;

  private static final int SECURITY = 7;

  private final SenderResults results;
  private final SenderPolicy.Reactions reactions;
  private final @Nullable Exemption exemption;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /// @param detail of the enhanced code, should it come to that
  private record Finding(Reaction reaction, int detail, String text) {}

  Judging(SenderResults results, SenderPolicy policy, @Nullable Exemption exemption) {
    this.results = results;
    this.reactions = policy.reactions();
    this.exemption = exemption;
  }

  Judgement judge() {
    var dmarc = results.dmarc();
    if (dmarc != null) dmarc(dmarc);
    if (leavesItOpen(dmarc)) {
      spf();
      dkim();
    }
    iprev();
    if (exemption != null) remarks.add(exemption.words());
    return exemption == null ? judgement() : new Judgement.Accept(reasons());
  }

  private void find(Reaction reaction, int detail, String text) {
    findings.add(new Finding(reaction, detail, text));
  }

  private void dmarc(DmarcVerdict dmarc) {
    switch (dmarc.result()) {
      case NONE, PASS -> {}
      case PERMERROR -> find(reactions.noAuthor(), POLICY, dmarc.detail());
      case TEMPERROR -> find(reactions.dnsFailed(), POLICY, "DMARC: " + dmarc.detail());
      case FAIL -> failed(dmarc);
    }
  }

  private void failed(DmarcVerdict dmarc) {
    var text = "DMARC: " + dmarc.detail();
    switch (dmarc.disposition()) {
      case NONE -> remarks.add(text + ", which asks for nothing");
      case QUARANTINE -> find(reactions.dmarcQuarantine(), POLICY, text);
      case REJECT ->
          find(
              reactions.dmarcReject(),
              POLICY,
              "rejected per DMARC policy of %s: %s"
                  .formatted(dmarc.policyDomain(), dmarc.detail()));
    }
    var record = dmarc.record();
    if (dmarc.isSampledOut() && record != null)
      remarks.add("spared from %s by pct=%d".formatted(dmarc.requested().text(), record.percent()));
  }

  /// Whether the author's domain neither vouches, nor asks for anything, nor could not be asked.
  private boolean leavesItOpen(@Nullable DmarcVerdict dmarc) {
    if (dmarc == null) return true;
    if (Exemption.isSignedBy(dmarc.author(), results.signatures())) return false;
    return switch (dmarc.result()) {
      case NONE, PERMERROR -> true;
      case PASS, TEMPERROR -> false;
      case FAIL -> dmarc.disposition() == DmarcPolicy.NONE;
    };
  }

  private void spf() {
    var mailFrom = results.mailFrom();
    if (mailFrom != null) spf(mailFrom);
    var helo = results.helo();
    boolean isDecided = mailFrom == null || mailFrom.isPass() || !findings.isEmpty();
    if (helo != null && !isDecided && helo.result() == SpfResult.FAIL)
      find(
          reactions.spfFail(),
          SPF_FAILED,
          "SPF validation of the HELO name failed: " + helo.detail());
  }

  private void spf(SpfVerdict verdict) {
    switch (verdict.result()) {
      case FAIL ->
          find(reactions.spfFail(), SPF_FAILED, "SPF validation failed: " + verdict.detail());
      case SOFTFAIL -> find(reactions.spfSoftfail(), SPF_FAILED, "SPF: " + verdict.detail());
      case TEMPERROR -> {
        // Only where the answer would have made a difference.
        if (reactions.spfFail().compareTo(Reaction.JUNK) >= 0)
          find(reactions.dnsFailed(), SPF_ERROR, "SPF: " + verdict.detail());
      }
      case NONE, NEUTRAL, PASS, PERMERROR -> {}
    }
  }

  private void dkim() {
    var signatures = results.signatures();
    if (signatures.isEmpty() || signatures.stream().anyMatch(DkimVerdict::isPass)) return;
    find(
        reactions.dkimFail(),
        NO_GOOD_SIGNATURE,
        "no passing DKIM signature: " + signatures.getFirst().reason().text());
  }

  private void iprev() {
    var iprev = results.iprev();
    if (iprev == null) return;
    var name = iprev.name();
    if (iprev.result() == Iprev.Result.PERMERROR)
      find(reactions.noName(), NO_NAME, "the client's address has no name in DNS");
    if (iprev.result() == Iprev.Result.FAIL)
      find(reactions.noName(), NO_NAME, "the client's name %s is another's".formatted(name));
  }

  private List<String> reasons() {
    var reasons = new ArrayList<String>();
    for (var finding : findings) reasons.add(finding.text());
    reasons.addAll(remarks);
    return reasons;
  }

  private Judgement judgement() {
    var strictest = Reaction.ACCEPT;
    for (var finding : findings)
      if (finding.reaction().compareTo(strictest) > 0) strictest = finding.reaction();
    return switch (strictest) {
      case ACCEPT -> new Judgement.Accept(reasons());
      case MARK -> new Judgement.Mark(reasons());
      case JUNK -> new Judgement.Junk(reasons());
      case LATER -> new Judgement.TryLater(code(4, strictest), text(strictest), reasons());
      case REFUSE -> new Judgement.Refuse(code(5, strictest), text(strictest), reasons());
    };
  }

  private EnhancedCode code(int status, Reaction reaction) {
    var details =
        findings.stream().filter(it -> it.reaction() == reaction).map(Finding::detail).toList();
    int detail = details.size() == 1 ? details.getFirst() : SEVERAL;
    return new EnhancedCode(status, SECURITY, detail);
  }

  private String text(Reaction reaction) {
    return findings.stream()
        .filter(it -> it.reaction() == reaction)
        .map(Finding::text)
        .collect(Collectors.joining("; "));
  }
}

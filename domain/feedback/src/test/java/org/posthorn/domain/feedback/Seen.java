package org.posthorn.domain.feedback;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.domain.relay.ReportedPolicy;
import org.posthorn.domain.relay.TlsAttempt;
import org.posthorn.domain.relay.TlsResult;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.DkimOutcome;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.AggregateReport.SpfOutcome;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.posthorn.wire.mailauth.SpfIdentity;

/// Things that were seen, for tests.
final class Seen {

  static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  static final DnsName VERONA = new DnsName("verona.example");
  static final DmarcRecord RECORD = record("v=DMARC1; p=reject; rua=mailto:dmarc@verona.example");

  private Seen() {}

  static DmarcRecord record(String text) {
    return Objects.requireNonNull(DmarcRecord.parse(text));
  }

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  static AggregateReport.Row row(String source, String envelopeFrom) {
    return new AggregateReport.Row(
        source,
        1,
        DmarcPolicy.REJECT,
        Alignment.FAIL,
        Alignment.PASS,
        List.of(
            new PolicyOverride(PolicyOverride.Reason.SAMPLED_OUT, null),
            new PolicyOverride(PolicyOverride.Reason.LOCAL_POLICY, "arc=pass")),
        new AggregateReport.Identifiers("verona.example", envelopeFrom, null),
        List.of(
            new DkimOutcome("verona.example", "s1", "fail"),
            new DkimOutcome("mantua.example", null, "pass")),
        List.of(
            new SpfOutcome("bounce.verona.example", SpfIdentity.MAIL_FROM, "pass"),
            new SpfOutcome("mx.example", SpfIdentity.HELO, "none")));
  }

  static DmarcObservation observation(Instant at, DnsName domain, String source) {
    return new DmarcObservation(at, domain, RECORD, row(source, "bounce.verona.example"));
  }

  static TlsAttempt attempt(String domain, TlsResult result, String detail) {
    return new TlsAttempt(
        domain,
        new ReportedPolicy(
            TlsAttempt.PolicyType.STS,
            List.of("version: STSv1", "mode: enforce", "mx: *.verona.example", "max_age: 86400"),
            List.of("*.verona.example")),
        "mx." + domain,
        InetAddress.ofLiteral("192.0.2.25"),
        InetAddress.ofLiteral("198.51.100.1"),
        new TlsAttempt.Outcome(result, detail));
  }
}

package org.posthorn.wire.mailauth;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a receiver tells a domain about a day of its mail (RFC 7489 §7.2 and appendix C).
///
/// Texts of reports that were received are as their senders wrote them, but for their length.
public record AggregateReport(Metadata metadata, Published published, List<Row> rows) {

  /// Who reports, and about when.
  ///
  /// @param end after the last moment of it
  public record Metadata(
      String organization,
      String email,
      @Nullable String contact,
      String id,
      Instant begin,
      Instant end) {}

  /// The policy that applied.
  public record Published(
      String domain,
      DmarcAlignment dkim,
      DmarcAlignment spf,
      DmarcPolicy policy,
      DmarcPolicy subdomainPolicy,
      int percent,
      String failureOptions) {

    public static Published of(String domain, DmarcRecord record) {
      return new Published(
          domain,
          record.dkim(),
          record.spf(),
          record.policy(),
          record.subdomainPolicy(),
          record.percent(),
          record.failureOptions());
    }
  }

  /// Messages that had everything in common.
  ///
  /// @param source the client's address, as text
  /// @param dkim whether an aligned signature passed
  /// @param spf whether SPF passed and is aligned
  public record Row(
      String source,
      long count,
      DmarcPolicy disposition,
      Alignment dkim,
      Alignment spf,
      List<PolicyOverride> overrides,
      Identifiers identifiers,
      List<DkimOutcome> signatures,
      List<SpfOutcome> senders) {
    public Row {
      if (count < 0) throw new IllegalArgumentException("less than no message");
      overrides = List.copyOf(overrides);
      signatures = List.copyOf(signatures);
      senders = List.copyOf(senders);
    }
  }

  /// What DMARC made of one of its two mechanisms.
  public enum Alignment {
    PASS,
    FAIL
  }

  /// Why the disposition is not what the policy asks.
  public record PolicyOverride(Reason reason, @Nullable String comment) {

    /// The words of the schema's `PolicyOverrideType`.
    public enum Reason {
      FORWARDED,
      SAMPLED_OUT,
      TRUSTED_FORWARDER,
      MAILING_LIST,
      LOCAL_POLICY,
      OTHER
    }
  }

  /// The domains that were seen.
  public record Identifiers(
      String headerFrom, @Nullable String envelopeFrom, @Nullable String envelopeTo) {}

  /// What a signature came to.
  ///
  /// @param result in the words of Authentication-Results
  public record DkimOutcome(String domain, @Nullable String selector, String result) {}

  /// What SPF came to.
  ///
  /// @param scope null if the reporter does not say
  public record SpfOutcome(String domain, @Nullable SpfIdentity scope, String result) {}

  public AggregateReport {
    rows = List.copyOf(rows);
  }

  /// The name of the attachment, compressed (RFC 7489 §7.2.1.1).
  public String fileName(String receiver) {
    return "%s!%s!%d!%d!%s.xml.gz"
        .formatted(
            receiver,
            published.domain,
            metadata.begin.getEpochSecond(),
            metadata.end.getEpochSecond(),
            metadata.id.replaceAll("[^A-Za-z0-9]", ""));
  }

  /// The subject of the message that carries it (RFC 7489 §7.2.1.1).
  public String subject(String receiver) {
    return "Report Domain: %s Submitter: %s Report-ID: <%s>"
        .formatted(published.domain, receiver, metadata.id);
  }

  /// The report as XML.
  public String xml() {
    return new AggregateReportWriter().write(this);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

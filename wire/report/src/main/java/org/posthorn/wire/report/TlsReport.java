package org.posthorn.wire.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a sender tells a domain about a day of TLS with its hosts (RFC 8460 §4).
///
/// Texts of reports that were received are as their senders wrote them, but for their length.
///
/// @param contact an address
/// @param end after the last moment
public record TlsReport(
    String organization,
    String contact,
    String id,
    Instant begin,
    Instant end,
    List<Result> results) {

  /// What came of one policy.
  ///
  /// @param type `tlsa`, `sts` or `no-policy-found`
  /// @param text `policy-string`
  /// @param hosts `mx-host`
  /// @param successes sessions
  /// @param failed sessions
  public record Result(
      String type,
      List<String> text,
      String domain,
      List<String> hosts,
      long successes,
      long failed,
      List<Failure> failures) {
    public Result {
      text = List.copyOf(text);
      hosts = List.copyOf(hosts);
      failures = List.copyOf(failures);
      if (successes < 0 || failed < 0) throw new IllegalArgumentException("less than no session");
    }
  }

  /// Sessions that failed in one way; what is not known is null.
  ///
  /// @param type `result-type`, in the words of RFC 8460 §4.3
  /// @param sender the sending host's address
  /// @param mxHost the receiving host
  /// @param address the receiving host's
  /// @param reason `failure-reason-code`
  public record Failure(
      String type,
      @Nullable String sender,
      @Nullable String mxHost,
      @Nullable String address,
      long sessions,
      @Nullable String reason) {
    public Failure {
      if (sessions < 0) throw new IllegalArgumentException("less than no session");
    }
  }

  public TlsReport {
    results = List.copyOf(results);
  }

  /// The name of the file, compressed (RFC 8460 §5.1).
  public String fileName(String submitter, String domain) {
    return "%s!%s!%d!%d!%s.json.gz"
        .formatted(
            submitter,
            domain,
            begin.getEpochSecond(),
            end.getEpochSecond(),
            id.replaceAll("[^A-Za-z0-9]", ""));
  }

  /// The subject of the message that carries it (RFC 8460 §5.3). The id has to have an @.
  public String subject(String submitter, String domain) {
    return "Report Domain: %s Submitter: %s Report-ID: <%s>".formatted(domain, submitter, id);
  }

  /// The report as JSON.
  public String json() {
    return TlsReportWriter.write(this);
  }
}

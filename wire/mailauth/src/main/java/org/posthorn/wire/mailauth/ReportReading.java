package org.posthorn.wire.mailauth;

/// What came of reading an aggregate report.
public sealed interface ReportReading {

  /// It can be read.
  record Read(AggregateReport report) implements ReportReading {}

  /// It is no report, or one that is too large.
  ///
  /// @param reason one sentence for logs
  record Refused(String reason) implements ReportReading {}
}

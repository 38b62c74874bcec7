package org.posthorn.domain.feedback;

import java.time.Instant;

/// A report that somebody has sent us.
///
/// @param domain of ours
/// @param reporter the domain that vouches for the report
/// @param organization as it calls itself
/// @param at when it came
/// @param total messages, or sessions
/// @param failed of them
public record ReceivedReport(
    ReportKind kind,
    String domain,
    String reporter,
    String id,
    String organization,
    Instant begin,
    Instant end,
    Instant at,
    long total,
    long failed) {}

package org.posthorn.domain.feedback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A report that is due, or was: what is known of it besides its rows.
///
/// @param published the policy as it was seen last, for DMARC; empty for TLS
/// @param entries how many rows it has
/// @param missed messages or sessions that had no room in them
/// @param due when it is sent, or tried again; null when nothing more is done about it
/// @param tries how often somebody began to send it
/// @param outcome what became of it so far, for people
public record KeptReport(
    ReportKey key,
    String published,
    long entries,
    long missed,
    @Nullable Instant due,
    int tries,
    @Nullable String outcome) {}

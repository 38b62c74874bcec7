package org.posthorn.domain.guard;

import java.time.Instant;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.DmarcRecord;

/// What a domain may be told of one message in its next aggregate report (RFC 7489 §7.2).
///
/// @param policyDomain where the record was found: whom the report is for
/// @param record as it was then
/// @param row of one message; equal rows may be counted together
public record DmarcObservation(
    Instant at, DnsName policyDomain, DmarcRecord record, AggregateReport.Row row) {}

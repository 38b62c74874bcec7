package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// What an ESEARCH response tells (RFC 9051 §7.3.4, RFC 4731); what is absent was not asked for or
/// does not exist, as MIN, MAX and ALL of nothing.
///
/// @param modseq the highest among the messages told, when the search asked for MODSEQ (RFC 7162
///   §3.1.10)
public record SearchResult(
    @Nullable Long min,
    @Nullable Long max,
    @Nullable NumberSet all,
    @Nullable Long count,
    @Nullable Long modseq) {}

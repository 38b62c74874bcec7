package org.posthorn.domain.feedback;

/// What others have seen of a host that sends in our name.
///
/// @param source its address
/// @param messages in all
/// @param passed those that passed DMARC
/// @param dkim those with a good signature of ours
/// @param spf those that SPF passed for us
/// @param refused those that were refused, or put away as junk, because we ask for it
public record SourceCount(
    String source, long messages, long passed, long dkim, long spf, long refused) {}

package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// Who a finished exchange has proven to be there, and who he wants to be.
///
/// Whether `authcid` may act as `authzid` is for the caller to decide (RFC 4422 §3.4.1).
///
/// @param authzid the identity to act as; null when it is to follow from `authcid`
/// @param authcid the identity that was proven
public record Identity(@Nullable String authzid, String authcid) {}

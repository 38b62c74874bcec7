package org.posthorn.wire.sasl;

import org.jspecify.annotations.Nullable;

/// What PLAIN or LOGIN brought, prepared (`Prepared`) and not yet checked.
///
/// @param authzid the identity to act as; null when it is to follow from `authcid`
/// @param authcid the identity whose password this is
public record Credentials(@Nullable String authzid, String authcid, Secret password) {}

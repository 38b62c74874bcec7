package org.posthorn.wire.sieve;

import org.jspecify.annotations.Nullable;

/// What a `duplicate` test asks for and what is to be remembered afterwards (RFC 7352). Two marks
/// are the same message when handle and id are equal, octet by octet.
///
/// @param handle null without `:handle`
/// @param seconds how long it is remembered, null for the site's default; the site's maximum is
///   silently taken when it is more
/// @param last counted from the last time that it was seen, else from the first
public record DuplicateMark(
    @Nullable String handle, String uniqueId, @Nullable Long seconds, boolean last) {}

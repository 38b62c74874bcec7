package org.posthorn.wire.mailauth;

import org.jspecify.annotations.Nullable;

/// What SPF says of one identity.
///
/// @param domain the domain that was asked, as the client wrote it; for a malformed one whatever
///   stood there
/// @param mechanism the directive that matched, as published; `default` when none did
/// @param detail one sentence for logs and header fields; never text of the domain's own
/// @param explanation what the domain itself says to who is refused (`exp=`): visible ASCII, from a
///   stranger; only with a fail, and not always
public record SpfVerdict(
    SpfResult result,
    SpfIdentity identity,
    String domain,
    String mechanism,
    String detail,
    @Nullable String explanation) {

  /// What `mechanism` says when no mechanism matched (RFC 7208 §9.1).
  public static final String NO_MECHANISM = "default";

  public boolean isPass() {
    return result == SpfResult.PASS;
  }
}

package org.posthorn.wire.mailauth;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// What one DKIM signature came to. Of a field that could not be read the names are absent.
///
/// @param domain who takes responsibility (`d=`), with A-labels
/// @param agent on whose behalf (`i=`), `@domain` if it does not say
/// @param algorithm `a=` as written
/// @param start the first characters of `b=`, which tell signatures apart (RFC 6008)
/// @param isTesting the domain only tries (`t=y`): a failure is as good as no signature
public record DkimVerdict(
    DkimReason reason,
    @Nullable DnsName domain,
    @Nullable String selector,
    @Nullable String agent,
    @Nullable String algorithm,
    @Nullable String start,
    boolean isTesting) {

  public DkimResult result() {
    return reason.result();
  }

  public boolean isPass() {
    return reason == DkimReason.VERIFIED;
  }
}

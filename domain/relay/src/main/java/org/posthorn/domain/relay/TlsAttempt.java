package org.posthorn.domain.relay;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A fact for TLS reports (RFC 8460 §4.2): one attempt to be safe, and what came of it.
///
/// @param domain the policy domain: the recipients' or the smart host's
/// @param mxHost null when no host was reached, because a policy could not be had
/// @param address null likewise
/// @param from our own address; null when nothing was connected
public record TlsAttempt(
    String domain,
    ReportedPolicy policy,
    @Nullable String mxHost,
    @Nullable InetAddress address,
    @Nullable InetAddress from,
    Outcome outcome) {

  /// What came of it.
  ///
  /// @param detail for `failure-reason-code`, harmless text; empty for a success
  public record Outcome(TlsResult result, String detail) {
    public static final Outcome SUCCESS = new Outcome(TlsResult.SUCCESS, "");
  }

  /// `policy-type` (RFC 8460 §4.2).
  public enum PolicyType {
    TLSA("tlsa"),
    STS("sts"),
    NO_POLICY_FOUND("no-policy-found");

    private final String wireName;

    PolicyType(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public TlsResult result() {
    return outcome.result();
  }
}

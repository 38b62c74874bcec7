package org.posthorn.domain.relay;

import org.posthorn.wire.dns.DnsName;

/// Fetches a policy by HTTPS; whoever implements it does the HTTP (RFC 8461 §3.3): no redirects, no
/// cache, the certificate checked against the host's name, at most a minute and
/// `StsPolicy.MAX_OCTETS`, only status 200.
@FunctionalInterface
public interface StsFetch {

  /// The path of the policy at its host.
  String PATH = "/.well-known/mta-sts.txt";

  /// Asks a policy host.
  ///
  /// @param policyHost such as `mta-sts.example.org`
  Fetched fetch(DnsName policyHost);

  /// What came.
  sealed interface Fetched {

    /// Something with status 200.
    ///
    /// @param contentType as in the header field; empty when there was none
    record Body(String contentType, String text) implements Fetched {}

    /// The server's certificate is not the policy host's.
    record NotTrusted(String detail) implements Fetched {}

    record Failed(String detail) implements Fetched {}
  }
}

package org.posthorn.domain.relay;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// What is known of a host by name before its TLS policy is looked for.
///
/// @param via how its name was come by
record HostFacts(DnsName host, int port, HostAddresses.Found found, Via via) {

  /// How a host's name was come by.
  sealed interface Via {

    /// MX records, or a domain without any, which is its own host then.
    ///
    /// @param domain the recipients'
    /// @param canonical the name at the end of its aliases
    /// @param isAuthentic whether DNSSEC vouches for the records, or for there being none
    record Records(DnsName domain, DnsName canonical, boolean isAuthentic) implements Via {}

    record Configured() implements Via {}
  }

  /// Whose mail it takes; for a smart host its own name.
  DnsName domain() {
    return switch (via) {
      case Via.Records(var domain, var _, var _) -> domain;
      case Via.Configured _ -> host;
    };
  }

  Target.Trust trust() {
    return switch (via) {
      case Via.Records(var _, var _, var isAuthentic) ->
          isAuthentic ? Target.Trust.DNSSEC : Target.Trust.DNS;
      case Via.Configured _ -> Target.Trust.CONFIGURED;
    };
  }

  /// The recipients' domain where an MTA-STS policy may speak of this host.
  @Nullable DnsName policyDomain() {
    return via instanceof Via.Records(var domain, var _, var _) ? domain : null;
  }
}

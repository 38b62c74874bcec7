package org.posthorn.wire.mailauth;

import org.jspecify.annotations.Nullable;

/// What a directive tests (RFC 7208 §5). A domain that is absent is the one under evaluation.
sealed interface SpfMechanism {

  record All() implements SpfMechanism {}

  record Include(MacroString domain) implements SpfMechanism {}

  record A(@Nullable MacroString domain, Prefixes prefixes) implements SpfMechanism {}

  record MailExchangers(@Nullable MacroString domain, Prefixes prefixes) implements SpfMechanism {}

  record Ptr(@Nullable MacroString domain) implements SpfMechanism {}

  record Ip(IpNetwork network) implements SpfMechanism {}

  record Exists(MacroString domain) implements SpfMechanism {}

  /// `dual-cidr-length`: how many bits of an address have to agree.
  record Prefixes(int ipv4, int ipv6) {
    static final Prefixes WHOLE = new Prefixes(IpNetwork.IPV4_BITS, IpNetwork.IPV6_BITS);
  }
}

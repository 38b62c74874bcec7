package org.posthorn.domain.relay;

import java.util.List;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Tlsa;

/// What one connection does about TLS.
public sealed interface TlsPolicy {

  /// No TLS.
  record None() implements TlsPolicy {}

  /// TLS when it works. Certificates are looked at only to tell of them.
  ///
  /// @param testing the name that the certificate should have by an MTA-STS policy that is only
  ///   tested (RFC 8461 §5); empty without one
  record Opportunistic(List<DnsName> testing) implements TlsPolicy {
    public Opportunistic {
      testing = List.copyOf(testing);
    }

    public Opportunistic() {
      this(List.of());
    }
  }

  /// TLS with anybody.
  ///
  /// @param reason for reports: `CONFIGURED`, or `TLSA` when there are only unusable records (RFC
  ///   7672 §2.2)
  record Encrypted(Basis reason) implements TlsPolicy {}

  /// TLS with a certificate for one of these names from a known authority.
  record Required(List<DnsName> names, Basis reason) implements TlsPolicy {
    public Required {
      names = List.copyOf(names);
      if (names.isEmpty()) throw new IllegalArgumentException("nobody to be");
    }
  }

  /// TLS with a certificate that the records vouch for (RFC 7672 §3).
  ///
  /// @param records the usable ones
  /// @param base the name below which the records are, which is asked for by SNI (§8.1)
  /// @param names what a certificate may be for where names count (§3.2.2), the base first
  record Dane(List<Tlsa> records, DnsName base, List<DnsName> names) implements TlsPolicy {
    public Dane {
      records = List.copyOf(records);
      names = List.copyOf(names);
      if (records.isEmpty() || names.isEmpty()) throw new IllegalArgumentException("no record");
    }
  }

  /// On whose word.
  enum Basis {
    CONFIGURED,
    TLSA,
    STS
  }

  /// Whether mail may go without TLS when there is none.
  default boolean allowsPlainText() {
    return switch (this) {
      case None _, Opportunistic _ -> true;
      case Encrypted _, Required _, Dane _ -> false;
    };
  }

  /// How reports call it (RFC 8460 §4.2, `policy-type`).
  default TlsAttempt.PolicyType type() {
    return switch (this) {
      case None _ -> TlsAttempt.PolicyType.NO_POLICY_FOUND;
      case Opportunistic(var testing) ->
          testing.isEmpty() ? TlsAttempt.PolicyType.NO_POLICY_FOUND : TlsAttempt.PolicyType.STS;
      case Encrypted(var reason) -> type(reason);
      case Required(var _, var reason) -> type(reason);
      case Dane _ -> TlsAttempt.PolicyType.TLSA;
    };
  }

  private static TlsAttempt.PolicyType type(Basis basis) {
    return switch (basis) {
      case CONFIGURED -> TlsAttempt.PolicyType.NO_POLICY_FOUND;
      case TLSA -> TlsAttempt.PolicyType.TLSA;
      case STS -> TlsAttempt.PolicyType.STS;
    };
  }
}

package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// A host that may be tried: where it is, what is spoken there, and how safe that has to be.
///
/// @param domain whose mail it takes, for reports: a domain name, or a literal
/// @param host null when only addresses are known
/// @param addresses at least one, in the order of trying
public record Target(
    String domain,
    @Nullable DnsName host,
    int port,
    List<InetAddress> addresses,
    Security security) {

  /// How a target is spoken to.
  ///
  /// @param trust who says that this is the right host
  /// @param reported what TLS reports say of the way (RFC 8460); null when nobody was asked what he
  ///   wants, so that nobody is told
  public record Security(
      Transport transport,
      TlsPolicy tls,
      Trust trust,
      @Nullable Login login,
      @Nullable ReportedPolicy reported) {

    public Security(Transport transport, TlsPolicy tls, Trust trust, @Nullable Login login) {
      this(transport, tls, trust, login, ReportedPolicy.of(tls));
    }
  }

  /// Who says that this is the right host.
  public enum Trust {
    /// DNS without signatures: anybody on the way.
    DNS,
    /// DNS with signatures (RFC 8689 §4.2.1 needs this or better).
    DNSSEC,
    /// A policy that was fetched by HTTPS.
    MTA_STS,
    /// The administrator, or an address in the recipient's own address.
    CONFIGURED
  }

  public Target {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) throw new IllegalArgumentException("a target without address");
  }

  /// The host's name, or its address in brackets.
  public String name() {
    return host == null ? "[" + addresses.getFirst().getHostAddress() + "]" : host.text();
  }

  /// The same host for a message that needs TLS all the way (RFC 8689 §4.2.1): its certificate
  /// counts now.
  public Target requiringTls() {
    var known = host;
    var verified =
        switch (security.tls()) {
          case TlsPolicy.Dane dane -> dane;
          case TlsPolicy.Required required -> required;
          case TlsPolicy.None other -> other;
          case TlsPolicy.Opportunistic _, TlsPolicy.Encrypted _ ->
              known == null
                  ? security.tls()
                  : new TlsPolicy.Required(List.of(known), TlsPolicy.Basis.CONFIGURED);
        };
    return with(verified);
  }

  /// The same host without TLS, after TLS with it has failed where it need not work.
  ///
  /// @throws IllegalStateException when it has to
  public Target inTheClear() {
    if (!security.tls().allowsPlainText()) throw new IllegalStateException("TLS is required");
    return with(new TlsPolicy.None());
  }

  private Target with(TlsPolicy tls) {
    var changed =
        new Security(
            security.transport(), tls, security.trust(), security.login(), security.reported());
    return new Target(domain, host, port, addresses, changed);
  }
}

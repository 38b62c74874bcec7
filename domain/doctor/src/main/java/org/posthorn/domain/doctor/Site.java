package org.posthorn.domain.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.wire.dns.DnsName;

/// What this installation knows of itself.
///
/// @param host its own name
/// @param sources the addresses that mail to others is configured to leave from; empty where the
///   system chooses
/// @param own the addresses of this machine's interfaces
/// @param services what it listens for
/// @param certificates what it shows, the default first
/// @param isRunning whether somebody listens now
/// @param hasOtherWays mail for others goes through another server of the administrator's
public record Site(
    DnsName host,
    List<InetAddress> sources,
    Set<InetAddress> own,
    List<Served> services,
    List<CertificateFacts> certificates,
    boolean isRunning,
    boolean hasOtherWays) {

  public Site {
    sources = List.copyOf(sources);
    own = Set.copyOf(own);
    services = List.copyOf(services);
    certificates = List.copyOf(certificates);
  }

  /// A listener that others can reach.
  ///
  /// @param name as in the configuration
  /// @param srvLabel such as `_imaps._tcp`, by which clients find it (RFC 6186 §3, RFC 8314 §5.1);
  ///   null for what is not found by SRV
  /// @param isImplicitTls TLS from the first octet
  /// @param greeting what its first line begins with in plain text; null for who is greeted first
  public record Served(
      String name,
      int port,
      @Nullable String srvLabel,
      boolean isImplicitTls,
      @Nullable String greeting) {}

  boolean serves(String name) {
    return services.stream().anyMatch(it -> it.name().equals(name));
  }

  /// Whether a certificate that it shows is good for the name.
  boolean isCertified(DnsName name) {
    return certificates.stream().anyMatch(it -> it.covers(name.text()));
  }
}

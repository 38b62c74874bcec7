package org.posthorn.wire.dns;

/// A mail exchanger. The only one with the root as its host is the null MX: the domain takes no
/// mail (RFC 7505 §3).
public record Mx(int preference, DnsName host) {

  public boolean isNull() {
    return host.equals(DnsName.ROOT);
  }
}

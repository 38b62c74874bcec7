package org.posthorn.wire.dns;

/// Where a service is (RFC 2782). A target of the root says that the service is not there.
public record Srv(int priority, int weight, int port, DnsName target) {

  public boolean isNone() {
    return target.equals(DnsName.ROOT);
  }
}

package org.posthorn.platform.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// The addresses that outgoing connections come from; null leaves the choice to the system.
public record SourceAddresses(@Nullable Inet4Address ipv4, @Nullable Inet6Address ipv6) {
  public static final SourceAddresses ANY = new SourceAddresses(null, null);

  /// The one of the target's family.
  @Nullable InetAddress towards(InetAddress target) {
    return target instanceof Inet4Address ? ipv4 : ipv6;
  }
}

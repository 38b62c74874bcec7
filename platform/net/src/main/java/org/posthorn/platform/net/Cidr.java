package org.posthorn.platform.net;

import java.net.InetAddress;

/// A block of addresses, such as `10.0.0.0/8`, `2001:db8::/32` or a single address.
///
/// @param prefix leading bits that count, 0–32 or 0–128
public record Cidr(InetAddress network, int prefix) {
  public Cidr {
    if (prefix < 0 || prefix > network.getAddress().length * 8)
      throw new IllegalArgumentException(
          "/" + prefix + " does not fit " + network.getHostAddress());
  }

  /// Reads `address` or `address/prefix`; never asks DNS.
  ///
  /// @throws IllegalArgumentException if the text is not that
  public static Cidr parse(String text) {
    var slash = text.indexOf('/');
    var network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) return new Cidr(network, network.getAddress().length * 8);
    var digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}"))
      throw new IllegalArgumentException("not a prefix length: " + text);
    return new Cidr(network, Integer.parseInt(digits));
  }

  public boolean contains(InetAddress address) {
    var ours = network.getAddress();
    var theirs = address.getAddress();
    if (ours.length != theirs.length) return false;
    for (int bit = 0; bit < prefix; bit++) {
      var mask = 0x80 >> (bit & 7);
      if (((ours[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) return false;
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}

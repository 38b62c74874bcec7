package org.posthorn.wire.mailauth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// A block of addresses: those that share the first bits of one.
record IpNetwork(InetAddress address, int prefixBits) {

  static final int IPV4_BITS = 32;
  static final int IPV6_BITS = 128;

  private static final int IPV6_GROUPS = 8;

  boolean contains(InetAddress other) {
    var ours = address.getAddress();
    var theirs = other.getAddress();
    if (ours.length != theirs.length) return false;
    int whole = prefixBits / 8;
    for (int i = 0; i < whole; i++) if (ours[i] != theirs[i]) return false;
    int rest = prefixBits % 8;
    return rest == 0 || ((ours[whole] ^ theirs[whole]) & (0xff00 >> rest) & 0xff) == 0;
  }

  /// `ip4-network = qnum "." qnum "." qnum "." qnum` (RFC 7208 §5.6), or null.
  static byte @Nullable [] ipv4(String text) {
    if (text.length() > 15) return null;
    var numbers = text.split("\\.", -1);
    if (numbers.length != 4) return null;
    var octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int number = Digits.number(numbers[i], 3);
      if (number < 0 || number > 255) return null;
      octets[i] = (byte) number;
    }
    return octets;
  }

  /// The text forms of RFC 4291 §2.2, or null.
  static byte @Nullable [] ipv6(String text) {
    if (text.length() > 45) return null;
    int gap = text.indexOf("::");
    var octets = new byte[16];
    if (gap < 0) return groups(text, octets, false) == IPV6_GROUPS ? octets : null;
    var tail = new byte[16];
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), octets, true);
    var rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest, tail, false);
    if (before < 0 || after < 0 || before + after >= IPV6_GROUPS) return null;
    System.arraycopy(tail, 0, octets, 16 - 2 * after, 2 * after);
    return octets;
  }

  /// How many groups of 16 bits were written to `octets`; -1 for text that is none.
  private static int groups(String text, byte[] octets, boolean startsTheAddress) {
    var groups = text.split(":", -1);
    if (groups.length > IPV6_GROUPS) return -1;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      if (last && !startsTheAddress && groups[i].indexOf('.') > 0)
        return embedded(groups[i], octets, i);
      int value = hex(groups[i]);
      if (value < 0) return -1;
      octets[2 * i] = (byte) (value >> 8);
      octets[2 * i + 1] = (byte) value;
    }
    return groups.length;
  }

  private static int embedded(String text, byte[] octets, int group) {
    var last = ipv4(text);
    if (last == null || group > IPV6_GROUPS - 2) return -1;
    System.arraycopy(last, 0, octets, 2 * group, 4);
    return group + 2;
  }

  private static int hex(String text) {
    if (text.isEmpty() || text.length() > 4) return -1;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) return -1;
      value = value << 4 | digit;
    }
    return value;
  }

  /// The address with these octets; sixteen stay sixteen, also if they say an IPv4 address.
  static InetAddress address(byte[] octets) {
    try {
      return octets.length == 4
          ? InetAddress.getByAddress(octets)
          : java.net.Inet6Address.getByAddress(null, octets, -1);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }
}

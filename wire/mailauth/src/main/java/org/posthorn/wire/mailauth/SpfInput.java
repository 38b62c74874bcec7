package org.posthorn.wire.mailauth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// What an SMTP session knows when it asks SPF.
///
/// @param client who is connected; an IPv4-mapped IPv6 address becomes the IPv4 address
/// @param helo what the client called itself, whatever that was
/// @param sender the reverse-path; null for the empty one, which stands for the postmaster of the
///   HELO name (RFC 7208 §2.4)
public record SpfInput(InetAddress client, String helo, @Nullable EmailAddress sender) {

  public SpfInput {
    client = unmapped(client);
  }

  private static InetAddress unmapped(InetAddress client) {
    try {
      return InetAddress.getByAddress(client.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }
}

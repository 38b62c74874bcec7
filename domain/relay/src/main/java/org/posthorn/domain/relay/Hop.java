package org.posthorn.domain.relay;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;

/// Where mail is to go next, as the administrator or the recipient's domain says; `Router` finds
/// out what that means now.
public sealed interface Hop {

  /// The port of SMTP between servers (RFC 5321 §4.5.4.2).
  int SMTP_PORT = 25;

  /// To whom the recipients' domain says in DNS.
  ///
  /// @param port 25 but for tests and walled-in networks
  record Exchange(DomainName domain, int port, TlsDemand tls) implements Hop {
    public Exchange {
      checkPort(port);
    }

    public Exchange(DomainName domain, TlsDemand tls) {
      this(domain, SMTP_PORT, tls);
    }
  }

  /// To one host that takes mail for everybody.
  ///
  /// @param login null when it knows us by our address
  record SmartHost(Place place, Transport transport, TlsDemand tls, @Nullable Login login)
      implements Hop {
    public SmartHost {
      if (transport == Transport.LMTP) throw new IllegalArgumentException("LMTP has no smart host");
    }
  }

  /// To a mail store that speaks LMTP (RFC 2033).
  record Lmtp(Place place, TlsDemand tls) implements Hop {
    public Lmtp {
      // RFC 2033 §5
      if (place.port() == SMTP_PORT) throw new IllegalArgumentException("LMTP is not on port 25");
    }
  }

  /// A host by name or by address, and a port.
  sealed interface Place {
    int port();

    record Named(DnsName host, int port) implements Place {
      public Named {
        checkPort(port);
      }

      @Override
      public String toString() {
        return host + ":" + port;
      }
    }

    record Addressed(List<InetAddress> addresses, int port) implements Place {
      public Addressed {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) throw new IllegalArgumentException("no address");
        checkPort(port);
      }

      @Override
      public String toString() {
        return "[" + addresses.getFirst().getHostAddress() + "]:" + port;
      }
    }
  }

  private static void checkPort(int port) {
    if (port < 1 || port > 65_535) throw new IllegalArgumentException("port " + port);
  }
}

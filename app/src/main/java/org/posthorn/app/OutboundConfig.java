package org.posthorn.app;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.RouterConfig.Families;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.relay.Transport;

/// The table `[outbound]` of [Config]: mail for other servers.
record OutboundConfig(
    @Doc(
            value =
                """
                How safe the way to other servers is to be: "opportunistic" (TLS when it works), \
                "published" (also what the other side asks for by DANE or MTA-STS), "encrypted" (always \
                TLS), "verified" (always TLS with a certificate that is in order), "dane", or "none".\
                """,
            or = "\"published\"")
        TlsDemand tls,
    @Doc(
            value =
                """
                Which addresses of other servers are tried: "ipv4-only", "ipv6-only", "ipv4-first" or \
                "ipv6-first".\
                """,
            or = "\"ipv4-first\"")
        Families families,
    @Doc(
            value = "The IPv4 address of this machine that connections come from.",
            example = "\"192.0.2.25\"")
        @Nullable InetAddress sourceIpv4,
    @Doc(
            value = "The IPv6 address of this machine that connections come from.",
            example = "\"2001:db8::25\"")
        @Nullable InetAddress sourceIpv6,
    @Doc(value = "Most connections to other servers at a time, all together.", or = "200")
        int connections,
    @Doc(value = "How long a message is tried before it goes back to its sender.", or = "\"5d\"")
        Duration lifetime,
    @Doc(
            value = "After this the sender is told, once, that a message has not arrived yet.",
            or = "\"4h\"")
        Duration delayNotice,
    @Doc(
            value =
                """
                PEM files with further authorities whose certificates are trusted when the certificates \
                of other servers, and of those that publish their policies (MTA-STS), are verified, such as \
                your company's own.\
                """,
            or = "[]",
            example = "[\"/etc/posthorn/company-ca.pem\"]")
        List<Path> authorities,
    @Doc(
            value =
                """
                Ways that are not those of DNS, one table each; the first that applies to a recipient \
                counts.\
                """,
            or = "[]",
            example =
                """
                #[[outbound.routes]]
                #name = "provider"
                #host = "smtp.example.net"
                #port = 587
                #user = "me@example.net"
                #password-file = "/etc/posthorn/provider.password"
                """)
        List<Route> routes) {

  OutboundConfig {
    routes = List.copyOf(routes);
    authorities = List.copyOf(authorities);
    if (sourceIpv4 != null && !(sourceIpv4 instanceof Inet4Address))
      throw new IllegalArgumentException("source-ipv4: not an IPv4 address");
    if (sourceIpv6 != null && !(sourceIpv6 instanceof Inet6Address))
      throw new IllegalArgumentException("source-ipv6: not an IPv6 address");
    if (connections < 4) throw new IllegalArgumentException("connections: at least 4 are needed");
    if (!lifetime.isPositive() || !delayNotice.isPositive())
      throw new IllegalArgumentException("lifetime and delay-notice: must be longer than nothing");
  }

  record Route(
      @Doc(value = "What the queue calls it, after an @.", required = true) String name,
      @Doc(
              value =
                  "Recipients' domains that go this way; \"*.example.org\" is all below it. Without"
                      + " any: all.",
              or = "[]")
          List<String> to,
      @Doc(value = "Senders' domains that go this way. Without any: all.", or = "[]")
          List<String> from,
      @Doc(
              value =
                  """
                  The server that takes this mail, by name or address. Without it the mail goes as DNS \
                  says, with the limits of this table.\
                  """,
              example = "\"smtp.example.net\"")
          @Nullable String host,
      @Doc(value = "Its port.", or = "25") int port,
      @Doc(
              value =
                  """
                  What it speaks: "smtp", "smtps" (TLS from the first octet) or "lmtp" (a mail store of \
                  yours).\
                  """,
              or = "\"smtp\"")
          Transport transport,
      @Doc(value = "As for all mail, for this server.", or = "\"published\"") TlsDemand tls,
      @Doc(value = "The name to log in with.", example = "\"me@example.net\"")
          @Nullable String user,
      @Doc(
              value = "A file with the password in its first line.",
              example = "\"/etc/posthorn/provider.password\"")
          @Nullable Path passwordFile,
      @Doc(value = "Most connections to it at a time.", or = "20") int connections,
      @Doc(value = "Most messages a minute; 0 is no limit.", or = "0") int messagesPerMinute) {
    Route {
      to = List.copyOf(to);
      from = List.copyOf(from);
      if (port < 1 || port > 65_535)
        throw new IllegalArgumentException("port: not between 1 and 65535: " + port);
      if ((user == null) != (passwordFile == null))
        throw new IllegalArgumentException("user and password-file: both or none");
      if (user != null && (host == null || transport == Transport.LMTP))
        throw new IllegalArgumentException("user: nobody logs in there");
      if (host == null && !from.isEmpty()) throw new IllegalArgumentException("from: needs a host");
      if (connections < 1 || messagesPerMinute < 0)
        throw new IllegalArgumentException("connections, messages-per-minute: too small");
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.X509TrustManager;
import org.posthorn.platform.net.ClientTls;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.SourceAddresses;

/// Another IMAP server, and how it is reached.
///
/// @param authorities who may vouch for its certificate, which has to be for `host`
public record ImapPeer(
    String host, int port, Security security, X509TrustManager authorities, Network network) {

  /// How the connection is protected.
  public enum Security {
    /// TLS from the first octet (RFC 8314), port 993.
    TLS,
    /// STARTTLS, port 143; without it there is no login.
    STARTTLS,
    /// None: passwords and mail can be read on the way.
    NONE
  }

  /// What it takes to connect.
  public record Network(Dialer dialer, Names names, SecureRandom random) {}

  /// Looks up the addresses of a host, at least one.
  @FunctionalInterface
  public interface Names {
    InetAddress[] of(String host) throws IOException;
  }

  private static final Duration CONNECT = Duration.ofSeconds(30);

  /// Connects to the first of its addresses that answers.
  Connection connect() throws IOException {
    IOException failure = new IOException(host + " has no address");
    for (var address : network.names().of(host)) {
      try {
        var connection =
            network
                .dialer()
                .dial(new InetSocketAddress(address, port), SourceAddresses.ANY, CONNECT);
        if (security == Security.TLS) startTls(connection);
        return connection;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new IOException(
        "no connection to " + host + ":" + port + ": " + failure.getMessage(), failure);
  }

  void startTls(Connection connection) throws IOException {
    try {
      connection.startTls(ClientTls.named(authorities, host, network.random()));
    } catch (IOException e) {
      hangUp(connection);
      throw e;
    }
  }

  void hangUp(Connection connection) {
    network.dialer().hangUp(connection);
  }
}

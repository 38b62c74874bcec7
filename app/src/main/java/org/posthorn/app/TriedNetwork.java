package org.posthorn.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.posthorn.domain.doctor.Network;
import org.posthorn.platform.net.ClientTls;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.SourceAddresses;

/// Connects to see who is there.
final class TriedNetwork implements Network, AutoCloseable {
  /// For the connection, the handshake and the greeting each; servers that delay their greeting to
  /// annoy spammers do it for a few seconds.
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private static final int LONGEST_GREETING = 512;

  private final Dialer dialer;
  private final SecureRandom random;

  TriedNetwork(InstantSource clock, SecureRandom random) {
    this.dialer = new Dialer("doctor", NetworkLimits.DEFAULTS, clock, random);
    this.random = random;
  }

  @Override
  public Answer greet(InetSocketAddress end, boolean isTls) {
    try {
      var connection = dialer.dial(end, SourceAddresses.ANY, LIMIT);
      try {
        connection.input().deadline(LIMIT);
        if (isTls) connection.startTls(new ClientTls(new TrustsAll(), null, random));
        return new Answer.Reached(greeting(connection));
      } finally {
        dialer.hangUp(connection);
      }
    } catch (IOException e) {
      var message = e.getMessage();
      return new Answer.Failed(message == null ? e.getClass().getSimpleName() : message);
    }
  }

  private static String greeting(Connection connection) throws IOException {
    return switch (connection.input().readLine(LONGEST_GREETING)) {
      case LineRead.Line(var bytes, var _) -> printable(bytes);
      case LineRead.TooLong(var head, var _, var _, var _) -> printable(head);
      case LineRead.End() -> "";
    };
  }

  private static String printable(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
  }

  @Override
  public void close() {
    dialer.close();
  }

  /// Only whether somebody answers counts; whether his certificate is good is found out otherwise.
  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

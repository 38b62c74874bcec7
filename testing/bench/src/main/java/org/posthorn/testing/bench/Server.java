package org.posthorn.testing.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.TestTls;

/// The server under load: always on this machine, with users `u0001@example.test` and so on who
/// have one password.
final class Server {
  private final int port;
  private final boolean isTls;
  private final String domain;
  private final String password;
  private final SSLContext tls = TestTls.client();

  /// Takes `port=`, `tls=yes`, `domain=` and `password=`.
  Server(Arguments arguments) {
    port = Integer.parseInt(arguments.needed("port"));
    isTls = arguments.yes("tls");
    domain = arguments.text("domain", "example.test");
    password = arguments.text("password", "secret");
  }

  /// The address of a user, from 1.
  String user(int number) {
    return "u%04d@%s".formatted(number, domain);
  }

  String password() {
    return password;
  }

  ImapClient imap() throws IOException {
    return imapFrom(InetAddress.ofLiteral("127.0.0.1"));
  }

  /// From one of the addresses of the loopback network: each has its own 28,000 port numbers.
  ImapClient imapFrom(InetAddress source) throws IOException {
    var plain = new Socket();
    try {
      plain.bind(new InetSocketAddress(source, 0));
      plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      if (!isTls) return ImapClient.over(plain);
      return ImapClient.over(tls.getSocketFactory().createSocket(plain, domain, port, true));
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }
}

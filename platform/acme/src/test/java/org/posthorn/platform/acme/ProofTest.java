package org.posthorn.platform.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.testkit.TestTls;

/// What an ACME server sees that comes to look.
class ProofTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Proof.Challenge CHALLENGE =
      new Proof.Challenge("mail.example.org", "token-1", "token-1.thumbprint", "digest");

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    }
  }

  private static String http(int port, String request) throws IOException {
    try (var socket = new Socket(HERE, port)) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: mail.example.org\r\n\r\n";
  }

  @Test
  void http_shows_the_authorization_until_it_is_withdrawn() throws IOException {
    try (var proof = HttpProof.open(HERE, freePort())) {
      proof.show(CHALLENGE);
      assertThat(http(proof.port(), get("/.well-known/acme-challenge/token-1")))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\ntoken-1.thumbprint");
      proof.withdraw(CHALLENGE);
      assertThat(http(proof.port(), get("/.well-known/acme-challenge/token-1")))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET /.well-known/acme-challenge/ HTTP/1.1\r\n\r\n",
        "GET /.well-known/acme-challenge/other HTTP/1.1\r\n\r\n",
        "POST /.well-known/acme-challenge/token-1 HTTP/1.1\r\n\r\n",
        "GET\r\n\r\n",
        "",
        "nonsense"
      })
  void http_answers_everything_else_with_404(String request) throws IOException {
    try (var proof = HttpProof.open(HERE, freePort())) {
      proof.show(CHALLENGE);
      assertThat(http(proof.port(), request)).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void http_reads_no_line_without_end() throws IOException {
    try (var proof = HttpProof.open(HERE, freePort())) {
      assertThat(http(proof.port(), "x".repeat(4_097))).startsWith("HTTP/1.1 404 ");
    }
  }

  private static X509Certificate certificate(int port, String name, String... protocols)
      throws IOException {
    try (var socket = (SSLSocket) TestTls.client().getSocketFactory().createSocket(HERE, port)) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setApplicationProtocols(protocols);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("acme-tls/1");
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void alpn_shows_a_certificate_with_the_name_and_the_hash_marked_critical() throws Exception {
    try (var proof = AlpnProof.open(HERE, freePort(), InstantSource.system(), new SecureRandom())) {
      proof.show(CHALLENGE);
      var shown = certificate(proof.port(), "mail.example.org", "acme-tls/1");
      assertThat(shown.getSubjectAlternativeNames().toString())
          .isEqualTo("[[2, mail.example.org]]");
      // RFC 8737 §3: id-pe-acmeIdentifier
      assertThat(shown.getCriticalExtensionOIDs()).contains("1.3.6.1.5.5.7.1.31");
    }
  }

  @Test
  void alpn_shows_nothing_to_others() throws Exception {
    try (var proof = AlpnProof.open(HERE, freePort(), InstantSource.system(), new SecureRandom())) {
      proof.show(CHALLENGE);
      assertThatThrownBy(() -> certificate(proof.port(), "mail.example.org", "h2"))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> certificate(proof.port(), "other.example.org", "acme-tls/1"))
          .isInstanceOf(SSLException.class);
      proof.withdraw(CHALLENGE);
      assertThatThrownBy(() -> certificate(proof.port(), "mail.example.org", "acme-tls/1"))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void a_port_in_use_says_what_to_do() throws IOException {
    try (var taken = new ServerSocket(0, 1, HERE)) {
      assertThatThrownBy(() -> HttpProof.open(HERE, taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " cannot be had")
          .hasMessageContaining("http-port in [tls.acme]");
    }
  }
}

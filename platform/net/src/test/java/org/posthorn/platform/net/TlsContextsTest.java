package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TlsContextsTest {
  private static final Passphrase RIGHT = _ -> "correct-horse".toCharArray();
  private static final Passphrase WRONG = _ -> "wrong-horse".toCharArray();

  @TempDir Path folder;

  private static Path fixture(String name) {
    try {
      return Path.of(Objects.requireNonNull(TlsContextsTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CertificateSource.PemFiles files(String certificate, String key) {
    return new CertificateSource.PemFiles(fixture(certificate), fixture(key));
  }

  private static TlsContexts contexts(Passphrase passphrase, CertificateSource... sources)
      throws TlsException {
    return new TlsContexts(
        List.of(sources), passphrase, InstantSource.system(), new SecureRandom());
  }

  /// Connects, asking for that name, and tells the certificate's first name.
  private static String certificateFor(TestServer server, String name, String... protocols)
      throws IOException {
    try (var client = server.connect()) {
      var certificate = client.startTlsAndTellCertificate(name, protocols);
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static TestServer serve(TlsContexts contexts) throws IOException {
    return TestServer.tls(
        TlsMode.IMPLICIT, contexts, connection -> connection.input().readLine(10));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-cert.pem, rsa-pkcs1-key.pem, RSA",
    "rsa-cert.pem, rsa-pkcs8-key.pem, RSA",
    "rsa-cert.pem, rsa-pkcs1-encrypted-key.pem, RSA",
    "rsa-cert.pem, rsa-pkcs8-encrypted-key.pem, RSA",
    "ec-cert.pem, ec-sec1-key.pem, EC",
    "ec-cert.pem, ec-pkcs8-key.pem, EC",
    "ec-cert.pem, ec-sec1-encrypted-key.pem, EC",
    "ec-cert.pem, ec-pkcs8-scrypt-key.pem, EC",
    "ed25519-cert.pem, ed25519-key.pem, EdDSA",
    "chain-cert.pem, chain-key.pem, EC"
  })
  void every_usual_form_of_key_serves(String certificate, String key, String algorithm)
      throws IOException {
    var contexts = contexts(RIGHT, files(certificate, key));
    assertThat(contexts.certificates().getFirst().keyAlgorithm()).isEqualTo(algorithm);
    try (var server = serve(contexts)) {
      assertThat(certificateFor(server, "any.example.test")).endsWith(".example.test");
    }
  }

  @Test
  void the_chain_is_sent_in_order_and_without_the_root() throws IOException {
    try (var server = serve(contexts(RIGHT, files("chain-cert.pem", "chain-key.pem")));
        var client = server.connect()) {
      var chain = client.startTls(null).getSession().getPeerCertificates();
      assertThat(Arrays.stream(chain).map(c -> ((X509Certificate) c).getSubjectX500Principal()))
          .map(Object::toString)
          .containsExactly("CN=chain.example.test", "CN=Test Intermediate");
    }
  }

  @Test
  void the_clients_name_chooses_the_certificate_and_the_first_is_the_default() throws IOException {
    var contexts =
        contexts(
            RIGHT,
            files("ec-cert.pem", "ec-pkcs8-key.pem"),
            files("rsa-cert.pem", "rsa-pkcs8-key.pem"));
    try (var server = serve(contexts)) {
      for (var protocol : List.of("TLSv1.2", "TLSv1.3")) {
        assertThat(certificateFor(server, "ec.example.test", protocol))
            .isEqualTo("CN=ec.example.test");
        assertThat(certificateFor(server, "RSA.example.test", protocol))
            .isEqualTo("CN=rsa.example.test");
        assertThat(certificateFor(server, "a.wild.example.test", protocol))
            .isEqualTo("CN=rsa.example.test");
        assertThat(certificateFor(server, "a.b.wild.example.test", protocol))
            .isEqualTo("CN=ec.example.test");
        assertThat(certificateFor(server, "wild.example.test", protocol))
            .isEqualTo("CN=ec.example.test");
      }
    }
  }

  @Test
  void old_protocol_versions_are_refused() throws IOException {
    var parameters = contexts(RIGHT, files("ec-cert.pem", "ec-pkcs8-key.pem")).parameters();
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(parameters.getCipherSuites())
        .isNotEmpty()
        .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"))
        .noneMatch(suite -> suite.startsWith("TLS_RSA_"));
  }

  static Stream<List<String>> broken() {
    return Stream.of(
        List.of("ec-cert.pem", "rsa-pkcs8-key.pem", "rsa-pkcs8-key.pem: this key does not belong"),
        List.of("ec-cert.pem", "chain-key.pem", "chain-key.pem: this key does not belong"),
        List.of("ec-cert.pem", "ed25519-key.pem", "ed25519-key.pem: this key does not belong"),
        List.of("ec-pkcs8-key.pem", "ec-pkcs8-key.pem", "holds no PEM certificate"),
        List.of("ec-cert.pem", "ec-cert.pem", "holds no PEM private key"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_is_wrong_is_said_by_file(List<String> table) {
    assertThatThrownBy(() -> contexts(RIGHT, files(table.get(0), table.get(1))))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(table.get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-cert.pem, rsa-pkcs1-encrypted-key.pem",
    "rsa-cert.pem, rsa-pkcs8-encrypted-key.pem",
    "ec-cert.pem, ec-sec1-encrypted-key.pem",
    "ec-cert.pem, ec-pkcs8-scrypt-key.pem"
  })
  void a_wrong_or_missing_passphrase_is_said(String certificate, String key) {
    assertThatThrownBy(() -> contexts(WRONG, files(certificate, key)))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(key + ": wrong passphrase");
    assertThatThrownBy(() -> contexts(Passphrase.NONE, files(certificate, key)))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(key + ": the key is encrypted and no passphrase");
  }

  @Test
  void a_missing_or_damaged_file_is_said() throws IOException {
    var absent = folder.resolve("absent.pem");
    assertThatThrownBy(
            () -> contexts(RIGHT, new CertificateSource.PemFiles(absent, fixture("ec-cert.pem"))))
        .hasMessage(absent + ": no such file");
    var damaged = folder.resolve("damaged.pem");
    var text = Files.readString(fixture("ec-cert.pem"));
    Files.writeString(damaged, text.replaceFirst("\n....", "\nAAAA"));
    assertThatThrownBy(() ->
            contexts(RIGHT, new CertificateSource.PemFiles(damaged, fixture("ec-pkcs8-key.pem"))))
        .hasMessage(damaged + ": certificate 1 in this file is damaged");
  }

  @Test
  void a_reload_serves_the_new_files_and_a_failing_one_keeps_the_old() throws IOException {
    var certificate = folder.resolve("cert.pem");
    var key = folder.resolve("key.pem");
    put("ec-cert.pem", certificate);
    put("ec-pkcs8-key.pem", key);
    var contexts = contexts(RIGHT, new CertificateSource.PemFiles(certificate, key));
    try (var server = serve(contexts)) {
      assertThat(certificateFor(server, "a.test")).isEqualTo("CN=ec.example.test");
      put("rsa-cert.pem", certificate);
      assertThatThrownBy(contexts::reload)
          .isInstanceOf(TlsException.class)
          .hasMessageContaining("does not belong");
      assertThat(certificateFor(server, "a.test")).isEqualTo("CN=ec.example.test");
      put("rsa-pkcs8-key.pem", key);
      contexts.reload();
      assertThat(certificateFor(server, "a.test")).isEqualTo("CN=rsa.example.test");
      assertThat(contexts.certificates().getFirst().names())
          .containsExactly("rsa.example.test", "*.wild.example.test");
    }
  }

  private static void put(String name, Path file) throws IOException {
    Files.copy(fixture(name), file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void a_client_that_trusts_nobody_ends_the_handshake_and_the_listener_goes_on()
      throws IOException {
    try (var server = serve(contexts(RIGHT, files("ec-cert.pem", "ec-pkcs8-key.pem")))) {
      try (var client = server.connect()) {
        var strict = (javax.net.ssl.SSLSocketFactory) javax.net.ssl.SSLSocketFactory.getDefault();
        var socket = (javax.net.ssl.SSLSocket) strict.createSocket(client.socket, "a", 1, true);
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
      }
      assertThat(certificateFor(server, "a.test")).isEqualTo("CN=ec.example.test");
    }
  }

  @Test
  void a_handshake_finds_its_key_though_a_reload_came_between() throws IOException {
    var old = PemFiles.load(files("ec-cert.pem", "ec-pkcs8-key.pem"), RIGHT);
    var fresh = PemFiles.load(files("rsa-cert.pem", "rsa-pkcs8-key.pem"), RIGHT);
    var keys = new ServerKeys(List.of(old));
    var alias = keys.chooseEngineServerAlias("EC", null, Client.trustingAll().createSSLEngine());
    keys.replace(List.of(fresh));
    assertThat(keys.getPrivateKey(Objects.requireNonNull(alias))).isSameAs(old.key());
    keys.replace(List.of(fresh));
    assertThat(keys.getPrivateKey(alias)).isNull();
  }
}

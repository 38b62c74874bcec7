package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The administrator's own authority.
class OwnAuthorityTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private OwnAuthority authority;

  @BeforeEach
  void create() throws TlsException {
    authority = new OwnAuthority(folder.resolve("ca"));
    authority.create("Example CA", OwnAuthority.VALIDITY, Instant.now(), RANDOM);
  }

  private CertificateSource.PemFiles issue(Duration validity, String... names) throws TlsException {
    var files = new CertificateSource.PemFiles(folder.resolve("c.pem"), folder.resolve("k.pem"));
    authority.issue(files, List.of(names), validity, Instant.now(), RANDOM);
    return files;
  }

  private void check(List<X509Certificate> chain) throws Exception {
    var roots = KeyStore.getInstance(KeyStore.getDefaultType());
    roots.load(null, null);
    roots.setCertificateEntry("ca", KeyFiles.certificate(authority.certificateFile()));
    Authorities.of(roots).checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA");
  }

  @Test
  void what_it_issues_is_trusted_by_who_trusts_it_and_has_the_names() throws Exception {
    var files = issue(OwnAuthority.SERVER_VALIDITY, "IMAP.example.org", "192.0.2.7", "::1");
    var key = PemFiles.load(files, Passphrase.NONE);
    check(key.chain());
    assertThat(key.names())
        .containsExactlyInAnyOrder("imap.example.org", "192.0.2.7", "0:0:0:0:0:0:0:1");
    assertThat(CertificateFacts.of(files.chain()).isSelfSigned()).isFalse();
    assertThat(authority.vouchesFor(key.certificate())).isTrue();
  }

  @Test
  void its_key_is_for_its_owner_only() throws Exception {
    for (var file :
        List.of(folder.resolve("ca/ca-key.pem"), issue(Duration.ofDays(1), "a.b").key()))
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
  }

  @Test
  void there_is_no_second_one() {
    assertThatThrownBy(() -> authority.create("Other", Duration.ofDays(1), Instant.now(), RANDOM))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("there is an authority already");
  }

  @Test
  void nothing_outlives_its_authority() throws Exception {
    var files = issue(Duration.ofDays(10_000), "a.example.org");
    assertThat(CertificateFacts.of(files.chain()).notAfter())
        .isBeforeOrEqualTo(authority.facts().notAfter());
  }

  @Test
  void a_server_without_certificates_takes_its_own_from_it() throws Exception {
    var wanted = new CertificateSource.SelfSigned(folder, List.of("mail.example.org"));
    var contexts =
        new TlsContexts(
            List.of(wanted), Passphrase.NONE, InstantSource.system(), new SecureRandom());
    var first = contexts.certificates().getFirst();
    assertThat(first.isSelfSigned()).isFalse();
    assertThat(first.issuer()).isEqualTo("CN=Example CA");
    contexts.reload();
    assertThat(contexts.certificates().getFirst()).isEqualTo(first);
  }

  @Test
  void files_that_are_not_there_yet_are_replaced_by_one_of_our_own() throws Exception {
    var files = new CertificateSource.PemFiles(folder.resolve("c.pem"), folder.resolve("k.pem"));
    var own = new CertificateSource.SelfSigned(folder.resolve("own"), List.of("localhost"));
    var contexts =
        new TlsContexts(
            List.of(new CertificateSource.OrSelfSigned(files, own)),
            Passphrase.NONE,
            InstantSource.system(),
            new SecureRandom());
    assertThat(contexts.certificates().getFirst().isSelfSigned()).isTrue();
    issue(Duration.ofDays(9), "mail.example.org");
    contexts.reload();
    assertThat(contexts.certificates().getFirst().names()).containsExactly("mail.example.org");
    Files.writeString(files.key(), "nonsense");
    contexts.reload();
    assertThat(contexts.certificates().getFirst().isSelfSigned()).isTrue();
  }

  @Test
  void more_authorities_are_trusted_beside_those_of_the_machine() throws Exception {
    var certificate = KeyFiles.certificate(authority.certificateFile());
    var trust = Authorities.ofThisMachineAnd(List.of(certificate));
    assertThat(trust.getAcceptedIssuers())
        .contains(certificate)
        .hasSizeGreaterThan(Authorities.ofThisMachine().getAcceptedIssuers().length);
    var chain = PemFiles.load(issue(Duration.ofDays(9), "a.b"), Passphrase.NONE).chain();
    trust.checkServerTrusted(chain.toArray(X509Certificate[]::new), "ECDHE_ECDSA");
  }
}

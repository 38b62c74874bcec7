package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir Path folder;

  private X509Certificate ensure(Instant now, String... names) throws TlsException {
    var wanted = new CertificateSource.SelfSigned(folder.resolve("tls"), List.of(names));
    var files = SelfSignedFiles.ensure(wanted, now, new SecureRandom());
    return PemFiles.load(files, Passphrase.NONE).certificate();
  }

  @Test
  void the_first_start_makes_a_certificate_with_all_names_of_this_server()
      throws IOException, GeneralSecurityException {
    var certificate = ensure(NOW, "mx.Example.test", "example.test", "192.0.2.1", "2001:db8::1");
    assertThat(ServerKey.names(certificate, folder))
        .containsExactlyInAnyOrder(
            "mx.example.test",
            "example.test",
            "localhost",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "192.0.2.1",
            "2001:db8:0:0:0:0:0:1");
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(Duration.between(NOW, certificate.getNotAfter().toInstant()).toDays())
        .isEqualTo(824);
    var rights = Files.getPosixFilePermissions(folder.resolve("tls/selfsigned-key.pem"));
    assertThat(PosixFilePermissions.toString(rights)).isEqualTo("rw-------");
  }

  @Test
  void it_stays_while_it_is_good_and_is_renewed_near_its_end_or_for_other_names()
      throws IOException {
    var first = ensure(NOW, "mx.example.test");
    assertThat(ensure(NOW.plus(Duration.ofDays(794)), "MX.example.test")).isEqualTo(first);
    var renewed = ensure(NOW.plus(Duration.ofDays(796)), "mx.example.test");
    assertThat(renewed.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
    var renamed = ensure(NOW, "mx.example.test", "example.org");
    assertThat(ServerKey.names(renamed, folder)).contains("example.org");
  }

  @Test
  void files_that_do_not_belong_together_are_made_anew() throws IOException {
    var first = ensure(NOW, "mx.example.test");
    Files.delete(folder.resolve("tls/selfsigned-key.pem"));
    var second = ensure(NOW, "mx.example.test");
    assertThat(second).isNotEqualTo(first);
    Files.writeString(folder.resolve("tls/selfsigned-cert.pem"), "torn");
    assertThat(ensure(NOW, "mx.example.test")).isNotEqualTo(second);
  }
}

package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.TestCertificates;
import org.posthorn.testing.testkit.TestCertificates.Person;

/// What a client's certificate is worth. Good, expired and foreign ones are tried over TLS by the
/// servers' tests.
class ClientAuthoritiesTest {
  @TempDir Path folder;
  private TestCertificates people;

  @BeforeEach
  void make() {
    people = new TestCertificates(folder);
  }

  private ClientAuthorities authorities(InstantSource clock) throws TlsException {
    return new ClientAuthorities(people.authority(), people.revocations(), clock);
  }

  private static ClientCertificate judge(ClientAuthorities authorities, Person person) {
    return authorities.judge(List.of(person.certificate()));
  }

  @Test
  void the_addresses_come_in_the_order_of_the_certificate() throws TlsException {
    var person = people.person("b@x.example", "not an address", "a@x.example");
    assertThat(judge(authorities(InstantSource.system()), person))
        .isEqualTo(new ClientCertificate.Good(List.of("b@x.example", "a@x.example")));
  }

  @Test
  void an_address_may_be_beyond_ascii() throws TlsException {
    var person = people.personInUtf8("j\u00FCrgen@x.example");
    assertThat(judge(authorities(InstantSource.system()), person))
        .isEqualTo(new ClientCertificate.Good(List.of("j\u00FCrgen@x.example")));
  }

  @Test
  void too_many_addresses_are_refused() throws TlsException {
    var addresses = new String[21];
    java.util.Arrays.fill(addresses, "a@x.example");
    assertThat(judge(authorities(InstantSource.system()), people.person(addresses)))
        .isEqualTo(new ClientCertificate.Refused("names too many addresses"));
  }

  @Test
  void what_was_revoked_counts_from_the_next_reading_of_the_list() throws TlsException {
    var romeo = people.person("romeo@x.example");
    var juliet = people.person("juliet@x.example");
    var authorities = authorities(InstantSource.system());
    people.revoke(romeo);
    assertThat(judge(authorities, romeo)).isInstanceOf(ClientCertificate.Good.class);
    authorities.reload();
    assertThat(judge(authorities, romeo)).isEqualTo(new ClientCertificate.Refused("was revoked"));
    assertThat(judge(authorities, juliet)).isInstanceOf(ClientCertificate.Good.class);
  }

  @Test
  void a_list_that_is_too_old_lets_nobody_in() throws TlsException {
    var romeo = people.person("romeo@x.example");
    people.neglectList();
    assertThat(judge(authorities(InstantSource.system()), romeo))
        .isEqualTo(
            new ClientCertificate.Refused(
                "cannot be checked for revocation: its authority's list is missing or too old"));
    var unchecked = new ClientAuthorities(people.authority(), null, InstantSource.system());
    assertThat(judge(unchecked, romeo)).isInstanceOf(ClientCertificate.Good.class);
  }

  @Test
  void a_certificate_that_ends_while_its_client_is_connected_is_worth_nothing_any_more()
      throws TlsException {
    var romeo = people.person("romeo@x.example");
    var later = InstantSource.fixed(Instant.now().plus(Duration.ofDays(2)));
    assertThat(judge(authorities(later), romeo))
        .isEqualTo(new ClientCertificate.Refused("has expired"));
    var earlier = InstantSource.fixed(Instant.now().minus(Duration.ofDays(2)));
    assertThat(judge(authorities(earlier), romeo))
        .isEqualTo(new ClientCertificate.Refused("is not valid yet"));
  }

  @Test
  void files_that_cannot_be_used_are_named() throws IOException {
    var clock = InstantSource.system();
    var none = folder.resolve("none.pem");
    assertThatThrownBy(() -> new ClientAuthorities(none, null, clock))
        .hasMessageContaining("none.pem: no such file");
    var junk = Files.writeString(folder.resolve("junk.pem"), "junk");
    assertThatThrownBy(() -> new ClientAuthorities(people.authority(), junk, clock))
        .hasMessageContaining("junk.pem");
    var person = people.person("a@x.example").certificate();
    var text = CertificateMaker.pem("CERTIFICATE", encoded(person));
    var notOne = Files.writeString(folder.resolve("person.pem"), text);
    assertThatThrownBy(() -> new ClientAuthorities(notOne, null, clock))
        .hasMessageContaining("is not an authority's certificate");
  }

  private static byte[] encoded(java.security.cert.X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.posthorn.testing.serverkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.TestCertificates;
import org.posthorn.testing.testkit.TestCertificates.Person;
import org.posthorn.testing.testkit.TestTls;

/// Logins by the client's certificate (EXTERNAL, RFC 4422 appendix A), the same in every protocol.
public abstract class CertificateContract {

  private final String welcome;
  private final String refusal;
  private Door door;

  /// Where the server is to be found.
  ///
  /// @param house is closed in the end
  public record Door(int tlsPort, TestCertificates people, AutoCloseable house) {}

  /// @param welcome how the answer to a login begins
  /// @param refusal how the answer to a certificate that is not taken begins
  protected CertificateContract(String welcome, String refusal) {
    this.welcome = welcome;
    this.refusal = refusal;
  }

  protected abstract Door open(Path folder) throws IOException;

  /// Hears the greeting, and asks for what is offered if it says nothing of that; what was said.
  protected abstract String offered(LineClient client) throws IOException;

  /// The command, without its end.
  ///
  /// @param initial base64, or empty for the response of no octets
  protected abstract String external(String initial);

  @BeforeEach
  void openDoor(@TempDir Path folder) throws IOException {
    door = open(folder);
  }

  @AfterEach
  void closeDoor() throws Exception {
    door.house.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private TlsLineClient client(Person person) throws IOException {
    return new TlsLineClient(door.tlsPort, TestCertificates.client(person));
  }

  private String login(Person person, String authzid) throws IOException {
    try (var client = client(person)) {
      offered(client);
      client.send(external(base64(authzid)) + "\r\n");
      return String.valueOf(client.line());
    }
  }

  @Test
  void whoever_shows_a_good_certificate_comes_in_without_a_password() throws IOException {
    try (var client = client(door.people.person("romeo@example.test"))) {
      assertThat(offered(client)).contains("EXTERNAL");
      client.send(external("") + "\r\n");
      assertThat(client.line()).startsWith(welcome);
    }
  }

  @Test
  void he_may_say_his_own_name() throws IOException {
    var romeo = door.people.person("romeo@example.test");
    assertThat(login(romeo, "romeo@example.test")).startsWith(welcome);
  }

  @Test
  void he_may_not_act_as_somebody_else() throws IOException {
    var romeo = door.people.person("romeo@example.test");
    assertThat(login(romeo, "juliet@example.test")).doesNotStartWith(welcome);
    assertThat(login(romeo, "nobody@elsewhere.example")).doesNotStartWith(welcome);
    assertThat(login(romeo, "romeo@example.test\0")).doesNotStartWith(welcome);
  }

  @Test
  void a_certificate_with_several_addresses_is_the_first_ones_unless_he_says_another()
      throws IOException {
    var both = door.people.person("nobody@elsewhere.example", "romeo@example.test");
    assertThat(login(both, "")).doesNotStartWith(welcome);
    assertThat(login(both, "romeo@example.test")).startsWith(welcome);
  }

  @Test
  void without_a_certificate_nothing_is_offered() throws IOException {
    try (var client = new TlsLineClient(door.tlsPort, TestTls.client())) {
      assertThat(offered(client)).doesNotContain("EXTERNAL");
      client.send(external("") + "\r\n");
      assertThat(client.line()).doesNotStartWith(welcome);
    }
  }

  @Test
  void a_certificate_that_is_no_good_is_refused_and_its_owner_told_why() throws IOException {
    var people = door.people;
    assertRefused(people.expired("romeo@example.test"), "has expired");
    assertRefused(people.foreign("romeo@example.test"), "is not from an authority");
    assertRefused(people.forServers("romeo@example.test"), "is not one for clients");
    assertRefused(people.withoutAddress(), "names no mail address");
  }

  private void assertRefused(Person person, String reason) throws IOException {
    try (var client = client(person)) {
      assertThat(offered(client)).doesNotContain("EXTERNAL");
      client.send(external("") + "\r\n");
      assertThat(client.line()).startsWith(refusal).contains(reason);
    }
  }

  @Test
  void an_account_that_does_not_exist_is_not_let_in() throws IOException {
    assertThat(login(door.people.person("nobody@example.test"), "")).doesNotStartWith(welcome);
  }
}

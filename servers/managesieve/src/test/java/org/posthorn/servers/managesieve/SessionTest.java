package org.posthorn.servers.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.testing.serverkit.LineClient;
import org.posthorn.wire.sasl.ClientStep;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.ScramClient;
import org.posthorn.wire.sasl.Secret;

/// What transcripts cannot say: SCRAM, clients from far away, floods of nonsense.
class SessionTest {

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static final class Client extends LineClient {
    Client(int port) throws IOException {
      super(port);
    }

    /// All lines up to the one that ends an answer.
    String answer() throws IOException {
      var all = new StringBuilder();
      for (var line = line(); line != null; line = line()) {
        all.append(line).append('\n');
        if (line.isEmpty() || line.matches("(OK|NO|BYE).*")) break;
      }
      return all.toString();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCRAM_SHA_256", "SCRAM_SHA_1"})
  void both_ends_prove_that_they_know_the_password(Mechanism mechanism) throws IOException {
    try (var client = new Client(house.plainPort())) {
      client.answer();
      var scram = scram(mechanism, TestHouse.PASSWORD);
      var answer = exchange(client, scram);
      assertThat(answer).startsWith("OK (SASL \"");
      var proof = answer.substring("OK (SASL \"".length(), answer.indexOf("\")"));
      scram.challenged(Objects.requireNonNull(Octets.fromBase64(proof)));
      assertThat(scram.complete()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCRAM_SHA_256", "SCRAM_SHA_1"})
  void a_wrong_password_is_refused(Mechanism mechanism) throws IOException {
    try (var client = new Client(house.plainPort())) {
      client.answer();
      var scram = scram(mechanism, "another");
      assertThat(exchange(client, scram)).startsWith("NO \"Name or password is wrong.\"");
      assertThat(scram.complete()).isFalse();
    }
  }

  private static ScramClient scram(Mechanism mechanism, String password) {
    var credentials = new Credentials(null, "romeo@example.test", Secret.of(password));
    return new ScramClient(
        mechanism, credentials, new ScramClient.Binding.None(), new SecureRandom());
  }

  private static String exchange(Client client, ScramClient scram) throws IOException {
    var first = Objects.requireNonNull(scram.initialResponse()).toBase64();
    client.send("AUTHENTICATE \"%s\" \"%s\"\r\n".formatted(scram.mechanism().wireName(), first));
    while (true) {
      var line = Objects.requireNonNull(client.line());
      if (!line.startsWith("\"")) return line;
      var challenge =
          Objects.requireNonNull(Octets.fromBase64(line.substring(1, line.length() - 1)));
      switch (scram.challenged(challenge)) {
        case ClientStep.Respond(var data) -> client.send("\"" + data.toBase64() + "\"\r\n");
        case ClientStep.GiveUp(var reason) -> throw new AssertionError(reason);
      }
    }
  }

  @Test
  void no_password_crosses_an_open_network() throws IOException {
    try (var client = new Client(house.farPort())) {
      client.send("PROXY TCP4 192.0.2.1 192.0.2.2 40000 4190\r\n");
      assertThat(client.answer())
          .contains("\"STARTTLS\"")
          .contains("\"SASL\" \"SCRAM-SHA-256 SCRAM-SHA-1\"");
      client.send("AUTHENTICATE \"PLAIN\" \"AGEAYg==\"\r\n");
      assertThat(client.line()).startsWith("NO (ENCRYPT-NEEDED)");
    }
  }

  @Test
  void whatever_is_sent_the_server_answers_the_next_client() throws IOException {
    var random = new Random(5804);
    var pieces =
        new String[] {
          "NOOP",
          "AUTHENTICATE",
          " ",
          "\"",
          "\\",
          "{3+}",
          "{9999+}",
          "\r\n",
          "\n",
          "abc",
          "(",
          "\0",
          "PUTSCRIPT",
          "LOGOUT",
          "\u00ff"
        };
    for (int i = 0; i < 200; i++)
      try (var client = new Client(house.plainPort())) {
        var text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--)
          text.append(pieces[random.nextInt(pieces.length)]);
        client.send(text.toString());
        client.finish();
        assertThat(client.rest())
            .startsWith("\"IMPLEMENTATION\"")
            .doesNotContain("Something is wrong here");
      }
    try (var client = new Client(house.plainPort())) {
      assertThat(client.answer()).contains("\"VERSION\" \"1.0\"");
    }
  }
}

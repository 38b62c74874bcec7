package org.posthorn.testing.serverkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.wire.sasl.ClientStep;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.ScramClient;
import org.posthorn.wire.sasl.Secret;

/// SCRAM as a client does it, that believes nothing it has not checked, where a challenge is a line
/// `+ ` and Base64.
public abstract class ScramContract {

  private final String command;
  private final String welcome;
  private final String refusal;
  private ServerHouse house;

  /// @param command what stands before the mechanism's name
  /// @param welcome how the answer to a login begins
  /// @param refusal how the answer to a wrong password begins
  protected ScramContract(String command, String welcome, String refusal) {
    this.command = command;
    this.welcome = welcome;
    this.refusal = refusal;
  }

  protected abstract ServerHouse house(Path folder);

  @BeforeEach
  void open(@TempDir Path folder) {
    house = house(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCRAM_SHA_256", "SCRAM_SHA_1"})
  void both_ends_prove_that_they_know_the_password(Mechanism mechanism) throws IOException {
    try (var client = new LineClient(house.plainPort())) {
      client.line();
      var scram = scram(mechanism, ServerHouse.PASSWORD);
      assertThat(exchange(client, scram)).startsWith(welcome);
      assertThat(scram.complete()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SCRAM_SHA_256", "SCRAM_SHA_1"})
  void a_wrong_password_is_refused(Mechanism mechanism) throws IOException {
    try (var client = new LineClient(house.plainPort())) {
      client.line();
      var scram = scram(mechanism, "another");
      assertThat(exchange(client, scram)).startsWith(refusal);
      assertThat(scram.complete()).isFalse();
    }
  }

  private static ScramClient scram(Mechanism mechanism, String password) {
    var credentials = new Credentials(null, "romeo@example.test", Secret.of(password));
    var binding = new ScramClient.Binding.None();
    return new ScramClient(mechanism, credentials, binding, new SecureRandom());
  }

  /// The line that ends it.
  private String exchange(LineClient client, ScramClient scram) throws IOException {
    var first = Objects.requireNonNull(scram.initialResponse()).toBase64();
    client.send(command + " " + scram.mechanism().wireName() + " " + first + "\r\n");
    while (true) {
      var line = Objects.requireNonNull(client.line());
      if (!line.startsWith("+ ")) return line;
      var challenge = Objects.requireNonNull(Octets.fromBase64(line.substring(2)));
      switch (scram.challenged(challenge)) {
        case ClientStep.Respond(var data) -> client.send(data.toBase64() + "\r\n");
        case ClientStep.GiveUp(var reason) -> throw new AssertionError(reason);
      }
    }
  }
}

package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The worked examples of RFC 5802 §5 and RFC 7677 §3, from both ends.
class ScramExamplesTest {

  enum Example {
    RFC_5802(
        Mechanism.SCRAM_SHA_1,
        "fyko+d2lbbFgONRv9qkxdawL",
        "3rfcNHYJY1ZVvWVs7j",
        "QSXCR+Q6sek8bf92",
        "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
    RFC_7677(
        Mechanism.SCRAM_SHA_256,
        "rOprNGfwEbeRWgbNEkqO",
        "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        "W22ZaJ0SNY7soEsUEjb6gQ==",
        "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

    final Mechanism mechanism;
    final String clientNonce;
    final String serverNonce;
    final String salt;
    final String clientFirst;
    final String serverFirst;
    final String clientLast;
    final String serverLast;

    Example(
        Mechanism mechanism,
        String clientNonce,
        String serverNonce,
        String salt,
        String clientFirst,
        String serverFirst,
        String clientLast,
        String serverLast) {
      this.mechanism = mechanism;
      this.clientNonce = clientNonce;
      this.serverNonce = serverNonce;
      this.salt = salt;
      this.clientFirst = clientFirst;
      this.serverFirst = serverFirst;
      this.clientLast = clientLast;
      this.serverLast = serverLast;
    }

    ScramServer server(SuccessData successData) {
      var hash = Objects.requireNonNull(mechanism.hash());
      var salted = Objects.requireNonNull(Octets.fromBase64(salt));
      var keys = ScramKeys.derive(hash, Secret.of("pencil"), salted, 4096);
      return new ScramServer(
          mechanism,
          new ScramServer.Setting(
              (name, _) -> name.equals("user") ? keys : null,
              new DecoyKeys(Octets.of(new byte[16]), 4096),
              List.of(),
              new Random(1),
              successData),
          serverNonce);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_server_says_what_the_example_says(Example example) {
    var server = example.server(SuccessData.WITH_OUTCOME);
    assertThat(server.start(Octets.utf8(example.clientFirst)))
        .isEqualTo(new Step.Challenge(Octets.utf8(example.serverFirst)));
    assertThat(server.respond(Octets.utf8(example.clientLast)))
        .isEqualTo(new Step.Done(new Identity(null, "user"), Octets.utf8(example.serverLast)));
  }

  @ParameterizedTest
  @EnumSource
  void the_client_says_what_the_example_says(Example example) {
    var client =
        new ScramClient(
            example.mechanism,
            new Credentials(null, "user", Secret.of("pencil")),
            new ScramClient.Binding.None(),
            example.clientNonce);
    assertThat(client.initialResponse()).isEqualTo(Octets.utf8(example.clientFirst));
    assertThat(client.challenged(Octets.utf8(example.serverFirst)))
        .isEqualTo(new ClientStep.Respond(Octets.utf8(example.clientLast)));
    assertThat(client.complete()).isFalse();
    assertThat(client.challenged(Octets.utf8(example.serverLast)))
        .isEqualTo(new ClientStep.Respond(Octets.EMPTY));
    assertThat(client.complete()).isTrue();
  }

  @Test
  void the_verifier_can_be_a_challenge_of_its_own() {
    var example = Example.RFC_7677;
    var server = example.server(SuccessData.AS_CHALLENGE);
    assertThat(server.start(null)).isEqualTo(new Step.Challenge(Octets.EMPTY));
    server.respond(Octets.utf8(example.clientFirst));
    assertThat(server.respond(Octets.utf8(example.clientLast)))
        .isEqualTo(new Step.Challenge(Octets.utf8(example.serverLast)));
    assertThat(server.respond(Octets.EMPTY))
        .isEqualTo(new Step.Done(new Identity(null, "user"), Octets.EMPTY));
    assertThat(server.respond(Octets.EMPTY)).isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void an_answer_to_the_verifier_is_empty_or_it_is_a_failure() {
    var example = Example.RFC_5802;
    var server = example.server(SuccessData.AS_CHALLENGE);
    server.start(Octets.utf8(example.clientFirst));
    server.respond(Octets.utf8(example.clientLast));
    assertThat(server.respond(Octets.utf8("x"))).isEqualTo(new Step.Failed(SaslFailure.MALFORMED));
  }

  /// The stored forms of PostgreSQL and of RFC 5803 hold the same keys; these were computed with
  /// Python's hashlib.
  @Test
  void keys_are_those_that_others_compute() {
    var salt = Objects.requireNonNull(Octets.fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="));
    var keys = ScramKeys.derive(ScramHash.SHA_256, Secret.of("pencil"), salt, 4096);
    assertThat(keys.storedKey().toBase64())
        .isEqualTo("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=");
    assertThat(keys.serverKey().toBase64())
        .isEqualTo("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
  }
}

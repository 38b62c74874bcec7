package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScramClientTest {

  static final Credentials ROMEO = new Credentials(null, "romeo", Secret.of("right"));

  static ScramClient client() {
    return new ScramClient(
        Mechanism.SCRAM_SHA_256, ROMEO, new ScramClient.Binding.None(), "CLIENT");
  }

  static ClientStep giveUp(SaslFailure reason) {
    return new ClientStep.GiveUp(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r=CLIENTx,s=c2FsdA==,i=4095                | ITERATIONS",
        "r=CLIENTx,s=c2FsdA==,i=1000001             | ITERATIONS",
        "r=CLIENTx,s=c2FsdA==,i=99999999999999      | ITERATIONS",
        "r=CLIENTx,s=c2FsdA==,i=04096               | MALFORMED",
        "r=CLIENTx,s=c2FsdA==,i=-1                  | MALFORMED",
        "r=CLIENTx,s=c2FsdA==                       | MALFORMED",
        "r=CLIENTx,s=c2FsdA,i=4096                  | MALFORMED",
        "r=CLIENTx,i=4096,s=c2FsdA==                | MALFORMED",
        "r=CLIENT,s=c2FsdA==,i=4096                 | NONCE",
        "r=client1,s=c2FsdA==,i=4096                | NONCE",
        "r=xCLIENT,s=c2FsdA==,i=4096                | NONCE",
        "m=x,r=CLIENTx,s=c2FsdA==,i=4096            | EXTENSION",
        "e=other-error                              | MALFORMED",
        "''                                         | MALFORMED",
      })
  void a_first_challenge_that_is_wrong_ends_it(String challenge, SaslFailure reason) {
    var client = client();
    assertThat(client.challenged(Octets.utf8(challenge))).isEqualTo(giveUp(reason));
    assertThat(client.challenged(Octets.utf8("r=CLIENTx,s=c2FsdA==,i=4096")))
        .isEqualTo(giveUp(SaslFailure.OUT_OF_TURN));
    assertThat(client.complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "e=invalid-proof,    REFUSED",
    "v=AAAA,             SERVER_SIGNATURE",
    "v=AAA,              MALFORMED",
    "x=y,                MALFORMED",
    "'v=AAAA,m=x',       EXTENSION",
  })
  void a_server_that_does_not_know_the_password_is_found_out(String challenge, SaslFailure reason) {
    var client = client();
    assertThat(client.challenged(Octets.utf8("r=CLIENTx,s=c2FsdA==,i=4096,x=ignored")))
        .isInstanceOf(ClientStep.Respond.class);
    assertThat(client.challenged(Octets.utf8(challenge))).isEqualTo(giveUp(reason));
    assertThat(client.complete()).isFalse();
  }

  @Test
  void a_name_is_quoted() {
    var client =
        new ScramClient(
            Mechanism.SCRAM_SHA_1,
            new Credentials("a=b", "c,d", Secret.of("x")),
            new ScramClient.Binding.NotOffered(),
            "CLIENT");
    assertThat(client.initialResponse()).isEqualTo(Octets.utf8("y,a=a=3Db,n=c=2Cd,r=CLIENT"));
  }

  @Test
  void plus_needs_a_channel_and_a_channel_needs_plus() {
    var none = new ScramClient.Binding.None();
    assertThatThrownBy(
            () -> new ScramClient(Mechanism.SCRAM_SHA_1_PLUS, ROMEO, none, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
    var bound = new ScramClient.Binding.To(ScramServerTest.BOUND.getFirst());
    assertThatThrownBy(() -> new ScramClient(Mechanism.SCRAM_SHA_1, ROMEO, bound, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScramServerTest {

  static final Octets SALT = Octets.utf8("sixteen octets!!");
  static final Octets CHANNEL = Octets.utf8("the channel's name");
  static final List<ChannelBinding> BOUND =
      List.of(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, CHANNEL));
  static final ScramKeys SHA_1 = ScramKeys.derive(ScramHash.SHA_1, Secret.of("right"), SALT, 4096);
  static final ScramKeys SHA_256 =
      ScramKeys.derive(ScramHash.SHA_256, Secret.of("right"), SALT, 4096);
  static final DecoyKeys DECOYS = new DecoyKeys(Octets.utf8("a secret of this house"), 4096);

  static ScramServer server(Mechanism mechanism, List<ChannelBinding> bindings) {
    ScramUsers users =
        (name, hash) -> !name.equals("romeo") ? null : hash == ScramHash.SHA_1 ? SHA_1 : SHA_256;
    var setting =
        new ScramServer.Setting(users, DECOYS, bindings, new Random(7), SuccessData.WITH_OUTCOME);
    return new ScramServer(mechanism, setting, "SERVER");
  }

  static ScramServer server() {
    return server(Mechanism.SCRAM_SHA_256, List.of());
  }

  static Step.Failed failed(SaslFailure reason) {
    return new Step.Failed(reason);
  }

  static Stream<Arguments> firstMessages() {
    return Stream.of(
        arguments("", SaslFailure.MALFORMED),
        arguments("n", SaslFailure.MALFORMED),
        arguments("n,", SaslFailure.MALFORMED),
        arguments("n,,", SaslFailure.MALFORMED),
        arguments("n,,n=romeo", SaslFailure.MALFORMED),
        arguments("n,,r=abc", SaslFailure.MALFORMED),
        arguments("n,,r=abc,n=romeo", SaslFailure.MALFORMED),
        arguments("n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("x,,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("N,,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("F,n,,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("nn,,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("p,,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("p=tls-exporter,,n=romeo,r=abc", SaslFailure.BINDING_FLAG),
        arguments("n,juliet,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("n,a=,n=romeo,r=abc", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("n,a=ju=2Xliet,n=romeo,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=rom=eo,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=romeo=,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=romeo=2c,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=ro meo,r=abc", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("n,,n=ro\u0007meo,r=abc", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("n,,n=ro\0meo,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=a c", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=aäc", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=" + "a".repeat(257), SaslFailure.TOO_LONG),
        arguments("n,,n=romeo,r=abc,", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=abc,x", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=abc,1=x", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,n=juliet,r=abc", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=abc,r=def", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=abc,n=juliet", SaslFailure.MALFORMED),
        arguments("n,,n=romeo,r=abc,x=1,x=2", SaslFailure.MALFORMED),
        arguments("n,,m=x,n=romeo,r=abc", SaslFailure.EXTENSION),
        arguments("n,,n=romeo,r=abc,m=x", SaslFailure.EXTENSION),
        arguments("n,,n=romeo,r=abc,x=" + "y".repeat(5000), SaslFailure.TOO_LONG),
        arguments(
            "n,,n=romeo,r=abc,a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1,l=1,o=1,p=1,q=1",
            SaslFailure.MALFORMED),
        arguments("n,,n=" + "a".repeat(1025) + ",r=abc", SaslFailure.UNFIT_NAME_OR_PASSWORD));
  }

  @ParameterizedTest
  @MethodSource("firstMessages")
  void a_first_message_outside_the_grammar_ends_the_exchange(String message, SaslFailure reason) {
    var server = server();
    assertThat(server.start(Octets.utf8(message))).isEqualTo(failed(reason));
    assertThat(server.respond(Octets.utf8("n,,n=romeo,r=abc")))
        .isEqualTo(failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void a_first_message_in_broken_utf_8_ends_the_exchange() {
    var message = new byte[] {'n', ',', ',', 'n', '=', (byte) 0xC3, ',', 'r', '=', 'a'};
    assertThat(server().start(Octets.of(message))).isEqualTo(failed(SaslFailure.MALFORMED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n,,n=romeo,r=abc",
        "y,,n=romeo,r=abc",
        "n,a=juliet,n=romeo,r=abc",
        "n,a=ju=2Cli=3Det,n=romeo,r=abc",
        "n,,n=romeo,r=abc,x=optional,y=too",
        "n,,n=nobody,r=abc",
        "n,,n=romeo@example.org,r=abc",
        "n,,n=ромео@пример.рф,r=abc",
        "n,,n=مرحبا@example.org,r=abc",
      })
  void a_first_message_within_the_grammar_gets_salt_and_count(String message) {
    assertThat(server().start(Octets.utf8(message))).isInstanceOf(Step.Challenge.class);
  }

  static Stream<Arguments> lastMessages() {
    var proof = ",p=" + Octets.of(new byte[32]).toBase64();
    return Stream.of(
        arguments("", SaslFailure.MALFORMED),
        arguments("c=biws", SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER", SaslFailure.MALFORMED),
        arguments("r=abcSERVER,c=biws" + proof, SaslFailure.MALFORMED),
        arguments("c=biw,r=abcSERVER" + proof, SaslFailure.MALFORMED),
        arguments("c=bi s,r=abcSERVER" + proof, SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER,p=", SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER,p=====", SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER,p=AAAA", SaslFailure.PROOF),
        arguments("c=biws,r=abcSERVER" + proof, SaslFailure.PROOF),
        arguments("c=biws,r=abcSERVER" + proof + ",x=y", SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER" + proof + proof, SaslFailure.MALFORMED),
        arguments("c=biws,c=biws,r=abcSERVER" + proof, SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER,r=abcSERVER" + proof, SaslFailure.MALFORMED),
        arguments("c=biws,r=abcSERVER,m=x" + proof, SaslFailure.EXTENSION),
        arguments("c=biws,r=abc" + proof, SaslFailure.NONCE),
        arguments("c=biws,r=abcSERVERx" + proof, SaslFailure.NONCE),
        arguments("c=biws,r=abcserver" + proof, SaslFailure.NONCE),
        arguments("c=biws,r=SERVER" + proof, SaslFailure.NONCE),
        arguments("c=eSws,r=abcSERVER" + proof, SaslFailure.BINDING_DATA),
        arguments("c=biwsYWJj,r=abcSERVER" + proof, SaslFailure.BINDING_DATA));
  }

  @ParameterizedTest
  @MethodSource("lastMessages")
  void a_last_message_that_is_wrong_ends_the_exchange(String message, SaslFailure reason) {
    var server = server();
    server.start(Octets.utf8("n,,n=romeo,r=abc"));
    assertThat(server.respond(Octets.utf8(message))).isEqualTo(failed(reason));
    assertThat(server.respond(Octets.utf8(message))).isEqualTo(failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void a_proof_by_the_stored_key_alone_is_none() {
    // Who has stolen StoredKey but not ClientKey sends the signature itself.
    var server = server();
    var first = (Step.Challenge) server.start(Octets.utf8("n,,n=romeo,r=abc"));
    var withoutProof = "c=biws,r=abcSERVER";
    var auth = "n=romeo,r=abc," + first.data().asUtf8() + "," + withoutProof;
    var signature = ScramHash.SHA_256.hmac(SHA_256.storedKey().bytes(), Octets.utf8(auth).bytes());
    var message = withoutProof + ",p=" + Octets.of(signature).toBase64();
    assertThat(server.respond(Octets.utf8(message))).isEqualTo(failed(SaslFailure.PROOF));
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM_SHA_256,      y,                      DOWNGRADE",
    "SCRAM_SHA_1,        y,                      DOWNGRADE",
    "SCRAM_SHA_256,      p=tls-exporter,         BINDING_FLAG",
    "SCRAM_SHA_256_PLUS, n,                      BINDING_FLAG",
    "SCRAM_SHA_256_PLUS, y,                      BINDING_FLAG",
    "SCRAM_SHA_256_PLUS, p=tls-unique,           BINDING_TYPE",
    "SCRAM_SHA_256_PLUS, p=tls-server-end-point, BINDING_TYPE",
    "SCRAM_SHA_256_PLUS, p=TLS-EXPORTER,         BINDING_TYPE",
    "SCRAM_SHA_256_PLUS, p=,                     BINDING_TYPE",
  })
  void a_flag_that_does_not_fit_the_channel_fails(
      Mechanism mechanism, String flag, SaslFailure reason) {
    assertThat(server(mechanism, BOUND).start(Octets.utf8(flag + ",,n=romeo,r=abc")))
        .isEqualTo(failed(reason));
  }

  @Test
  void who_cannot_bind_channels_may_come_in_by_the_other_mechanism() {
    assertThat(server(Mechanism.SCRAM_SHA_256, BOUND).start(Octets.utf8("n,,n=romeo,r=abc")))
        .isInstanceOf(Step.Challenge.class);
  }

  @Test
  void an_unknown_user_is_met_with_the_same_salt_each_time() {
    var once = server().start(Octets.utf8("n,,n=nobody,r=abc"));
    assertThat(server().start(Octets.utf8("n,,n=nobody,r=abc"))).isEqualTo(once);
    assertThat(server().start(Octets.utf8("n,,n=someone,r=abc"))).isNotEqualTo(once);
    var folded = (Step.Challenge) server().start(Octets.utf8("n,,n=NoBody,r=abc"));
    assertThat(folded).isEqualTo(once);
    assertThat(folded.data().asUtf8()).matches("r=abcSERVER,s=[A-Za-z0-9+/]{22}==,i=4096");
  }

  @Test
  void another_house_makes_up_another_salt() {
    var other = new DecoyKeys(Octets.utf8("a secret of that house"), 4096);
    assertThat(other.keysFor("nobody", ScramHash.SHA_256))
        .isNotEqualTo(DECOYS.keysFor("nobody", ScramHash.SHA_256));
    assertThat(DECOYS.keysFor("nobody", ScramHash.SHA_1).salt())
        .isNotEqualTo(DECOYS.keysFor("nobody", ScramHash.SHA_256).salt());
  }
}

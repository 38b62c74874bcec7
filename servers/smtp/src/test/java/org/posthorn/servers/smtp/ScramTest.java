package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.sasl.ChannelBinding;
import org.posthorn.wire.sasl.ClientStep;
import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.ScramClient;
import org.posthorn.wire.sasl.ScramClient.Binding;
import org.posthorn.wire.sasl.Secret;

/// Logins by SCRAM, whose texts no transcript can foresee.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScramTest {

  private House house;

  @BeforeAll
  void open() throws IOException {
    house = new House();
  }

  @AfterAll
  void close() throws IOException {
    house.close();
  }

  private static Credentials credentials(String name, String password) {
    return new Credentials(null, name, Secret.of(password));
  }

  private static ScramClient scram(Mechanism mechanism, Credentials credentials, Binding binding) {
    return new ScramClient(mechanism, credentials, binding, TestRandom.seeded(1));
  }

  /// Plays an exchange; the last reply.
  private static String play(Client client, ScramClient scram) throws IOException {
    var initial = Objects.requireNonNull(scram.initialResponse());
    var reply = client.say("AUTH " + scram.mechanism().wireName() + " " + initial.toBase64());
    while (reply.startsWith("334 ")) {
      var challenge = Objects.requireNonNull(Octets.fromBase64(reply.substring(4)));
      reply =
          switch (scram.challenged(challenge)) {
            case ClientStep.Respond(var data) -> client.say(data.toBase64());
            case ClientStep.GiveUp _ -> client.say("*");
          };
    }
    return reply;
  }

  private static Binding exporter(SSLSocket socket) throws IOException {
    var session = (ExtendedSSLSession) socket.getSession();
    var data =
        session.exportKeyingMaterialData(
            ChannelBinding.EXPORTER_LABEL, new byte[0], ChannelBinding.EXPORTER_OCTETS);
    return new Binding.To(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, Octets.of(data)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mechanism.class,
      names = {"SCRAM_SHA_1", "SCRAM_SHA_256"})
  void a_password_is_proven_without_being_shown(Mechanism mechanism) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      var scram =
          scram(mechanism, credentials("romeo@example.test", House.PASSWORD), new Binding.None());
      assertThat(play(client, scram)).isEqualTo("235 2.7.0 welcome");
      assertThat(scram.complete()).isTrue();
      assertThat(client.say("MAIL FROM:<romeo@example.test>")).startsWith("250");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mechanism.class,
      names = {"SCRAM_SHA_1_PLUS", "SCRAM_SHA_256_PLUS"})
  void a_login_is_bound_to_its_channel(Mechanism mechanism) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      var binding = exporter(client.startTls());
      client.say("EHLO client.example.test");
      var scram = scram(mechanism, credentials("romeo", House.PASSWORD), binding);
      assertThat(play(client, scram)).startsWith("235 2.7.0");
    }
  }

  @Test
  void a_login_of_another_channel_is_refused() throws IOException {
    try (var elsewhere = Client.greeted(house.port(Flavour.SUBMISSION));
        var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      var binding = exporter(elsewhere.startTls());
      client.startTls();
      client.say("EHLO client.example.test");
      var scram =
          scram(Mechanism.SCRAM_SHA_256_PLUS, credentials("romeo", House.PASSWORD), binding);
      assertThat(play(client, scram)).startsWith("535 5.7.8");
    }
  }

  @Test
  void a_client_that_was_not_shown_plus_notices_under_tls() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      client.startTls();
      client.say("EHLO client.example.test");
      var scram =
          scram(
              Mechanism.SCRAM_SHA_256,
              credentials("romeo", House.PASSWORD),
              new Binding.NotOffered());
      assertThat(play(client, scram)).startsWith("535 5.7.8");
    }
  }

  @Test
  void strangers_cannot_tell_who_exists() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      for (var name : new String[] {"romeo", "nobody", "tybalt"}) {
        var scram =
            scram(Mechanism.SCRAM_SHA_256, credentials(name, "wrong guess"), new Binding.None());
        assertThat(play(client, scram)).isEqualTo("535 5.7.8 wrong name or password");
      }
      var begin = "AUTH SCRAM-SHA-256 " + Octets.utf8("n,,n=nobody,r=abc").toBase64();
      var first = client.say(begin);
      client.say("*");
      assertThat(salt(client.say(begin))).isEqualTo(salt(first));
      client.say("*");
    }
  }

  private static String salt(String reply) {
    var text = Objects.requireNonNull(Octets.fromBase64(reply.substring(4))).asUtf8();
    return Objects.requireNonNull(text).replaceAll("^r=[^,]*,", "");
  }

  @Test
  void the_right_password_of_a_disabled_account_says_so() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      var scram =
          scram(Mechanism.SCRAM_SHA_1, credentials("tybalt", House.PASSWORD), new Binding.None());
      assertThat(play(client, scram)).startsWith("525 5.7.13");
    }
  }
}

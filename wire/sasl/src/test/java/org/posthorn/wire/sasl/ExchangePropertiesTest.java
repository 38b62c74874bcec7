package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Both ends against each other, and the server against noise.
class ExchangePropertiesTest {

  static final Octets SALT = Octets.utf8("0123456789abcdef");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(40),
        Arbitraries.strings().withChars("aäöß中文и,=\u0301").ofMinLength(1).ofMaxLength(20));
  }

  @Provide
  Arbitrary<Mechanism> scram() {
    return Arbitraries.of(Mechanism.values()).filter(mechanism -> mechanism.hash() != null);
  }

  @Property(tries = 60)
  void the_right_password_opens_and_no_other(
      @ForAll("scram") Mechanism mechanism,
      @ForAll("texts") String user,
      @ForAll("texts") String password,
      @ForAll("texts") String other) {
    var name = Prepared.name(user);
    var right = Prepared.password(Secret.of(password));
    var wrong = Prepared.password(Secret.of(other));
    Assume.that(name != null && right != null && wrong != null && !right.equals(wrong));
    if (name == null || right == null || wrong == null) return;
    for (var way : SuccessData.values()) {
      assertThat(run(mechanism, new Credentials("other", name, right), right, way))
          .isEqualTo(new Identity("other", name));
      assertThat(run(mechanism, new Credentials(null, name, wrong), right, way)).isNull();
    }
  }

  /// Runs the whole exchange; null when it fails.
  private static @org.jspecify.annotations.Nullable Identity run(
      Mechanism mechanism, Credentials sent, Secret right, SuccessData way) {
    var channel = ScramServerTest.BOUND.getFirst();
    var bound = mechanism.bindsChannel();
    ScramUsers users =
        (name, hash) ->
            name.equals(sent.authcid()) ? ScramKeys.derive(hash, right, SALT, 4096) : null;
    var setting =
        new ScramServer.Setting(
            users,
            ScramServerTest.DECOYS,
            bound ? List.of(channel) : List.of(),
            new Random(3),
            way);
    var server = new ScramServer(mechanism, setting);
    var client =
        new ScramClient(
            mechanism,
            sent,
            bound ? new ScramClient.Binding.To(channel) : new ScramClient.Binding.NotOffered(),
            new Random(4));
    var step = server.start(client.initialResponse());
    while (step instanceof Step.Challenge(var data))
      step = server.respond(((ClientStep.Respond) client.challenged(data)).data());
    if (!(step instanceof Step.Done(var identity, var verifier))) return null;
    if (way == SuccessData.WITH_OUTCOME) client.challenged(verifier);
    assertThat(client.complete()).isTrue();
    return identity;
  }

  @Property
  void a_channel_seen_differently_is_somebody_in_between(@ForAll byte[] mine, @ForAll byte[] his) {
    Assume.that(mine.length > 0 && his.length > 0 && !java.util.Arrays.equals(mine, his));
    var type = ChannelBinding.Type.TLS_SERVER_END_POINT;
    var server =
        ScramServerTest.server(
            Mechanism.SCRAM_SHA_256_PLUS, List.of(new ChannelBinding(type, Octets.of(mine))));
    server.start(Octets.utf8("p=tls-server-end-point,,n=romeo,r=abc"));
    var input = Scram.bindingInput("p=tls-server-end-point,,", Octets.of(his));
    var message = "c=" + input.toBase64() + ",r=abcSERVER,p=AAAA";
    assertThat(server.respond(Octets.utf8(message)))
        .isEqualTo(new Step.Failed(SaslFailure.BINDING_DATA));
  }

  @Provide
  Arbitrary<byte[]> noise() {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
        Arbitraries.strings()
            .withChars("npyarcmsi=,C2D3ä\0 AZ+/")
            .ofMaxLength(60)
            .map(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Property(tries = 1000)
  void noise_never_throws(@ForAll("noise") byte[] first, @ForAll("noise") byte[] second) {
    var servers =
        List.of(
            new PlainServer(),
            new LoginServer(),
            ScramServerTest.server(Mechanism.SCRAM_SHA_256, List.of()),
            ScramServerTest.server(Mechanism.SCRAM_SHA_1_PLUS, ScramServerTest.BOUND));
    for (var server : servers) {
      assertThat(server.start(Octets.of(first))).isNotInstanceOf(Step.Done.class);
      assertThat(server.respond(Octets.of(second))).isNotInstanceOf(Step.Done.class);
    }
    var client = ScramClientTest.client();
    client.challenged(Octets.of(first));
    client.challenged(Octets.of(second));
    assertThat(client.complete()).isFalse();
  }

  @Property(tries = 1000)
  void preparing_is_idempotent(@ForAll String text) {
    var name = Prepared.name(text);
    if (name != null) assertThat(Prepared.name(name)).isEqualTo(name);
    var password = Prepared.password(Secret.of(text));
    if (password != null) assertThat(Prepared.password(password)).isEqualTo(password);
  }
}

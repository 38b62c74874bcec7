package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainAndLoginTest {

  static Step.CheckPassword check(@Nullable String authzid, String authcid, String password) {
    return new Step.CheckPassword(new Credentials(authzid, authcid, Secret.of(password)));
  }

  static Stream<Arguments> goodPlain() {
    return Stream.of(
        // RFC 4616 §4
        arguments("\0tim\0tanstaaftanstaaf", check(null, "tim", "tanstaaftanstaaf")),
        arguments("Ursel\0Kurt\0xipj3plmq", check("Ursel", "Kurt", "xipj3plmq")),
        // RFC 4954 §4.1
        arguments("test\0test\0" + "1234", check("test", "test", "1234")),
        arguments(
            "\0romeo@example.org\0with space ", check(null, "romeo@example.org", "with space ")),
        arguments("\0ромео@пример.рф\0п\u0430роль", check(null, "ромео@пример.рф", "пароль")),
        arguments("\0مرحبا@example.org\0x", check(null, "مرحبا@example.org", "x")),
        // NFC for both, non-ASCII spaces become spaces in passwords only (RFC 8265 §4.2.2)
        arguments("\0u\u0308ber\0u\u0308ber\u00A0x", check(null, "\u00FCber", "\u00FCber x")),
        // unlike SASLprep, which made IX of it
        arguments("\0a\0\u2168", check(null, "a", "\u2168")),
        arguments("\0a\0" + "x".repeat(1024), check(null, "a", "x".repeat(1024))));
  }

  @ParameterizedTest
  @MethodSource("goodPlain")
  void plain_brings_names_and_password(String message, Step expected) {
    assertThat(new PlainServer().start(Octets.utf8(message))).isEqualTo(expected);
    var late = new PlainServer();
    assertThat(late.start(null)).isEqualTo(new Step.Challenge(Octets.EMPTY));
    assertThat(late.respond(Octets.utf8(message))).isEqualTo(expected);
    assertThat(late.respond(Octets.utf8(message)))
        .isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  static Stream<Arguments> badPlain() {
    return Stream.of(
        arguments("", SaslFailure.MALFORMED),
        arguments("tim", SaslFailure.MALFORMED),
        arguments("\0tim", SaslFailure.MALFORMED),
        arguments("\0tim\0pass\0", SaslFailure.MALFORMED),
        arguments("\0tim\0pa\0ss", SaslFailure.MALFORMED),
        arguments("\0\0\0", SaslFailure.MALFORMED),
        arguments("\0\0", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0tim\0", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("tim\0\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("t m\0tim\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0tim\0pa\nss", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0tim\nx\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0tim@exa mple\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0tim@exä\u200Emple\0pass", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0a\0" + "x".repeat(1025), SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0a\0" + "ä".repeat(513), SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("\0a\0" + "x".repeat(5000), SaslFailure.TOO_LONG));
  }

  @ParameterizedTest
  @MethodSource("badPlain")
  void plain_refuses(String message, SaslFailure reason) {
    assertThat(new PlainServer().start(Octets.utf8(message))).isEqualTo(new Step.Failed(reason));
  }

  @Test
  void plain_refuses_broken_utf_8() {
    assertThat(new PlainServer().start(Octets.of(new byte[] {0, 'a', 0, (byte) 0xFF})))
        .isEqualTo(new Step.Failed(SaslFailure.MALFORMED));
  }

  @Test
  void login_asks_for_both() {
    var server = new LoginServer();
    assertThat(server.start(null)).isEqualTo(new Step.Challenge(Octets.utf8("Username:")));
    assertThat(server.respond(Octets.utf8("tim")))
        .isEqualTo(new Step.Challenge(Octets.utf8("Password:")));
    assertThat(server.respond(Octets.utf8("secret"))).isEqualTo(check(null, "tim", "secret"));
    assertThat(server.respond(Octets.utf8("secret")))
        .isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void login_takes_the_name_as_initial_response() {
    var server = new LoginServer();
    assertThat(server.start(Octets.utf8("tim")))
        .isEqualTo(new Step.Challenge(Octets.utf8("Password:")));
    assertThat(server.respond(Octets.utf8("secret"))).isEqualTo(check(null, "tim", "secret"));
  }

  static Stream<Arguments> badLogin() {
    return Stream.of(
        arguments("", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("a b", SaslFailure.UNFIT_NAME_OR_PASSWORD),
        arguments("a\0b", SaslFailure.MALFORMED),
        arguments("x".repeat(1025), SaslFailure.TOO_LONG));
  }

  @ParameterizedTest
  @MethodSource("badLogin")
  void login_refuses_a_bad_name(String name, SaslFailure reason) {
    var server = new LoginServer();
    server.start(null);
    assertThat(server.respond(Octets.utf8(name))).isEqualTo(new Step.Failed(reason));
    assertThat(server.respond(Octets.utf8("tim")))
        .isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void login_refuses_an_empty_password() {
    var server = new LoginServer();
    server.start(Octets.utf8("tim"));
    assertThat(server.respond(Octets.EMPTY))
        .isEqualTo(new Step.Failed(SaslFailure.UNFIT_NAME_OR_PASSWORD));
  }

  @Test
  void a_password_does_not_show_itself() {
    var step = check(null, "tim", "tanstaaf");
    assertThat(step.toString()).contains("tim").doesNotContain("tanstaaf");
    assertThat(Octets.utf8("tanstaaf").toString()).doesNotContain("tanstaaf");
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
  }
}

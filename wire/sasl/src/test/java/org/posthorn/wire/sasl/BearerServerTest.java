package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerServerTest {

  /// RFC 7628 §4.1
  private static final String EXAMPLE = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

  private static final TokenHints HINTS =
      new TokenHints("example_scope", "https://example.com/.well-known/openid-configuration");

  private final List<String> checked = new ArrayList<>();

  private TokenCheck.Verdict check(Secret token) {
    checked.add(token.reveal());
    return switch (token.reveal()) {
      case EXAMPLE -> new TokenCheck.Verdict.Proven("user@example.com");
      case "narrow" -> new TokenCheck.Verdict.Refused(TokenError.INSUFFICIENT_SCOPE);
      case "lost" -> new TokenCheck.Verdict.Undecided();
      default -> new TokenCheck.Verdict.Refused(TokenError.INVALID_TOKEN);
    };
  }

  private BearerServer server(Mechanism mechanism) {
    var setting = new BearerServer.Setting(this::check, HINTS, "server.example.com");
    return new BearerServer(mechanism, setting);
  }

  private static Octets message(String text) {
    return Octets.utf8(text.replace('|', '\u0001'));
  }

  private static Step done(@Nullable String authzid) {
    return new Step.Done(new Identity(authzid, "user@example.com"), Octets.EMPTY);
  }

  static Stream<Arguments> good() {
    return Stream.of(
        // RFC 7628 §4.1
        arguments(
            "n,a=user@example.com,|host=server.example.com|port=143|auth=Bearer " + EXAMPLE + "||",
            "user@example.com"),
        arguments("n,,|auth=Bearer " + EXAMPLE + "||", null),
        arguments("y,,|auth=bearer   " + EXAMPLE + "||", null),
        arguments("n,a=us=2Cer=3D@a.example,|auth=Bearer " + EXAMPLE + "||", "us,er=@a.example"),
        // Unknown pairs MUST be ignored (§3.1).
        arguments("n,,|mthd=GET|auth=Bearer " + EXAMPLE + "|zzz=a=b||", null));
  }

  @ParameterizedTest
  @MethodSource("good")
  void a_good_token_proves_whose_it_is(String text, @Nullable String authzid) {
    assertThat(server(Mechanism.OAUTHBEARER).start(message(text))).isEqualTo(done(authzid));
    var late = server(Mechanism.OAUTHBEARER);
    assertThat(late.start(null)).isEqualTo(new Step.Challenge(Octets.EMPTY));
    assertThat(late.respond(message(text))).isEqualTo(done(authzid));
    assertThat(late.respond(message(text))).isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  @Test
  void xoauth2_says_the_user_and_the_token() {
    var text = "user=user@example.com|auth=Bearer " + EXAMPLE + "||";
    assertThat(server(Mechanism.XOAUTH2).start(message(text))).isEqualTo(done("user@example.com"));
  }

  private static void assertTold(SaslServer server, Step first, String json, SaslFailure reason) {
    assertThat(first).isInstanceOf(Step.Challenge.class);
    assertThat(((Step.Challenge) first).data().asUtf8()).isEqualTo(json);
    // RFC 7628 §3.2.3: whatever the client answers, it has failed.
    assertThat(server.respond(message("|"))).isEqualTo(new Step.Failed(reason));
    assertThat(server.respond(message("n,,|auth=Bearer " + EXAMPLE + "||")))
        .isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }

  private static String json(String status) {
    return "{\"status\":\"%s\",\"scope\":\"example_scope\",\"openid-configuration\":\"%s\"}"
        .formatted(status, "https://example.com/.well-known/openid-configuration");
  }

  @Test
  void a_refused_token_is_told_as_a_challenge_and_then_fails() {
    var wrong = server(Mechanism.OAUTHBEARER);
    var told = wrong.start(message("n,,|auth=Bearer abc||"));
    assertTold(wrong, told, json("invalid_token"), SaslFailure.TOKEN);
    var narrow = server(Mechanism.OAUTHBEARER);
    told = narrow.start(message("n,,|auth=Bearer narrow||"));
    assertTold(narrow, told, json("insufficient_scope"), SaslFailure.TOKEN_SCOPE);
    var old = server(Mechanism.XOAUTH2);
    told = old.start(message("user=a@b.example|auth=Bearer abc||"));
    var expected = "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"example_scope\"}";
    assertTold(old, told, expected, SaslFailure.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|",
        "||",
        "",
        "n,,",
        "n,,|",
        "n,,||",
        "n,,|auth=Bearer abc|",
        "n,,|auth=Bearer abc",
        "n,,|auth=Bearer ||",
        "n,,|auth=Basic abc||",
        "n,,|auth=Bearer a b||",
        "n,,|auth=Bearer a\u0000b||",
        "n,,|auth=Bearer abc|auth=Bearer abc||",
        "n,,|auth||",
        "n,,|=x|auth=Bearer abc||",
        "n,,|a1=x|auth=Bearer abc||",
        "n,|auth=Bearer abc||",
        "n,x,|auth=Bearer abc||",
        "n,a=,|auth=Bearer abc||",
        "n,a=x=2X,|auth=Bearer abc||",
        "x,,|auth=Bearer abc||",
        "p=tls-exporter,,|auth=Bearer abc||",
        "user=a@b.example|auth=Bearer abc||"
      })
  void nonsense_is_told_as_such_and_nobody_is_asked(String text) {
    var server = server(Mechanism.OAUTHBEARER);
    var step = server.start(message(text));
    assertThat(step).isInstanceOf(Step.Challenge.class);
    assertThat(((Step.Challenge) step).data().asUtf8()).isEqualTo(json("invalid_request"));
    assertThat(server.respond(message("|"))).isInstanceOf(Step.Failed.class);
    assertThat(checked).isEmpty();
  }

  @Test
  void who_wanted_another_host_is_not_asked_for_whom_the_token_is() {
    var server = server(Mechanism.OAUTHBEARER);
    var step = server.start(message("n,,|host=evil.example|auth=Bearer " + EXAMPLE + "||"));
    assertTold(server, step, json("invalid_request"), SaslFailure.TOKEN_HOST);
    assertThat(checked).isEmpty();
  }

  @Test
  void a_token_that_nobody_can_judge_now_fails_without_a_word_about_it() {
    assertThat(server(Mechanism.OAUTHBEARER).start(message("n,,|auth=Bearer lost||")))
        .isEqualTo(new Step.Failed(SaslFailure.TOKEN_UNDECIDED));
  }

  @Test
  void tokens_may_be_long_but_not_too_long() {
    var fits = "n,,|auth=Bearer " + "x".repeat(BearerServer.MAX_TOKEN_MESSAGE - 18) + "||";
    assertThat(server(Mechanism.OAUTHBEARER).start(message(fits)))
        .isInstanceOf(Step.Challenge.class);
    assertThat(checked).hasSize(1);
    assertThat(server(Mechanism.OAUTHBEARER).start(message("x" + fits)))
        .isEqualTo(new Step.Failed(SaslFailure.TOO_LONG));
    assertThat(server(Mechanism.XOAUTH2).start(Octets.of(new byte[] {(byte) 0xff})))
        .isEqualTo(new Step.Failed(SaslFailure.MALFORMED));
    assertThat(checked).hasSize(1);
  }

  @Test
  void hints_are_json_whatever_is_configured() {
    var odd = new TokenHints("a\"b\\c\n", null);
    assertThat(odd.oauthBearer(TokenError.INVALID_TOKEN).asUtf8())
        .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"a\\\"b\\\\c\\u000a\"}");
    assertThat(TokenHints.NONE.xoauth2(TokenError.INVALID_REQUEST).asUtf8())
        .isEqualTo("{\"status\":\"400\",\"schemes\":\"bearer\"}");
  }

  @Test
  void external_says_whom_to_act_as_and_nothing_more() {
    var names = List.of("a@x.example", "b@x.example");
    assertThat(new ExternalServer(names).start(Octets.EMPTY))
        .isEqualTo(new Step.Done(new Identity(null, "a@x.example"), Octets.EMPTY));
    assertThat(new ExternalServer(names).start(Octets.utf8("B@x.example")))
        .isEqualTo(new Step.Done(new Identity("B@x.example", "b@x.example"), Octets.EMPTY));
    assertThat(new ExternalServer(names).start(Octets.utf8("c@x.example")))
        .isEqualTo(new Step.Done(new Identity("c@x.example", "a@x.example"), Octets.EMPTY));
    assertThat(new ExternalServer(List.of()).start(Octets.EMPTY))
        .isEqualTo(new Step.Failed(SaslFailure.CERTIFICATE));
    assertThat(new ExternalServer(names).start(Octets.utf8("a@x.example\0")))
        .isEqualTo(new Step.Failed(SaslFailure.MALFORMED));
    assertThat(new ExternalServer(names).start(Octets.utf8("x".repeat(5_000))))
        .isEqualTo(new Step.Failed(SaslFailure.TOO_LONG));
    var late = new ExternalServer(names);
    assertThat(late.start(null)).isEqualTo(new Step.Challenge(Octets.EMPTY));
    assertThat(late.respond(Octets.EMPTY)).isInstanceOf(Step.Done.class);
    assertThat(late.respond(Octets.EMPTY)).isEqualTo(new Step.Failed(SaslFailure.OUT_OF_TURN));
  }
}

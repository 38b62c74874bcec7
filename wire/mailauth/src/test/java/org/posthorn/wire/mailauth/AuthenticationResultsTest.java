package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;

class AuthenticationResultsTest {

  private static AuthenticationResults.Property property(String type, String name, String value) {
    return new AuthenticationResults.Property(type, name, value);
  }

  private static AuthenticationResults parsed(String text) {
    var results = AuthenticationResults.parse(text);
    assertThat(results).as(text).isNotNull();
    return results;
  }

  /// RFC 8601, appendix B.
  @Test
  void the_examples_of_the_rfc_are_read() {
    assertThat(parsed(" example.org 1; none"))
        .isEqualTo(new AuthenticationResults("example.org", List.of()));
    assertThat(parsed(" example.com;\r\n          spf=pass smtp.mailfrom=example.net"))
        .isEqualTo(
            new AuthenticationResults(
                "example.com",
                List.of(
                    new MethodResult(
                        "spf",
                        "pass",
                        null,
                        List.of(property("smtp", "mailfrom", "example.net"))))));
    var both =
        parsed(
            " example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n"
                + " spf=pass smtp.mailfrom=example.net");
    assertThat(both.results()).hasSize(2);
    assertThat(both.results().getFirst().value("smtp", "auth")).isEqualTo("sender@example.net");
    var dkim =
        parsed(
            "example.com; dkim=pass (good signature) header.d=mail-router.example.net;\r\n"
                + "   dkim=fail (bad signature) header.d=newyork.example.com");
    assertThat(dkim.results()).extracting(MethodResult::result).containsExactly("pass", "fail");
    var odd =
        parsed(
            """
            foo.example.net (foobar) 1 (baz);
                dkim (Because I like it) / 1 (One yay) = (wait for it) fail
                  policy (A dot can go here) . (like that) expired
                  (this surprised me) = (as I wasn't expecting it) 1362471462\
            """);
    assertThat(odd.results().getFirst().value("policy", "expired")).isEqualTo("1362471462");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "example.com",
        "example.com spf=pass",
        "example.com 2; none",
        "example.com; spf",
        "example.com; spf=",
        "example.com; =pass",
        "example.com; spf=pass smtp",
        "example.com; spf=pass smtp.",
        "example.com; spf=pass smtp.mailfrom",
        "example.com; spf=pass smtp.mailfrom=",
        "example.com; spf=pass reason=\"open",
        "example.com; spf=pass (open",
        "example.com; dkim/2=pass",
        "example.com; spf=pass reason=a reason=b",
        "\"\"; none",
        "\"open"
      })
  void what_is_malformed_is_refused(String text) {
    var results = AuthenticationResults.parse(text);
    if (text.equals("example.com")) assertThat(results).isNotNull();
    else assertThat(results).as(text).isNull();
  }

  @Test
  void what_is_written_is_folded_and_quoted() {
    var results =
        new AuthenticationResults(
            "mx.example.org",
            List.of(
                new MethodResult(
                    "spf",
                    "fail",
                    "example.com does not designate \"192.0.2.1\"\r\nX: y",
                    List.of(property("smtp", "mailfrom", "odd \"name\"@example.com"))),
                new MethodResult(
                    "dkim",
                    "pass",
                    null,
                    List.of(
                        property("header", "i", "@example.com"),
                        property("header", "b", "ab/c+d=")))));
    assertThat(results.field())
        .isEqualTo(
            """
            Authentication-Results: mx.example.org; spf=fail
             reason="example.com does not designate \\"192.0.2.1\\"??X: y"
             smtp.mailfrom="odd \\"name\\"@example.com"; dkim=pass header.i=@example.com
             header.b="ab/c+d="
            """
                .replace("\n", "\r\n"));
    assertThat(new AuthenticationResults("mx.example.org", List.of()).field())
        .isEqualTo("Authentication-Results: mx.example.org; none\r\n");
  }

  @Provide
  Arbitrary<MethodResult> methodResults() {
    var words = Arbitraries.of("spf", "dkim", "x-y", "pass", "none", "fail", "header", "smtp", "d");
    var values =
        Arbitraries.strings().withCharRange(' ', '~').withChars('\u00E4', '\u6587').ofMaxLength(90);
    var properties =
        net.jqwik.api.Combinators.combine(words, words, values.filter(it -> !it.isEmpty()))
            .as(AuthenticationResults.Property::new)
            .list()
            .ofMaxSize(4);
    return net.jqwik.api.Combinators.combine(words, words, values.injectNull(0.3), properties)
        .as(MethodResult::new);
  }

  @Property
  void what_is_written_is_read(
      @ForAll List<@net.jqwik.api.From("methodResults") MethodResult> all) {
    var some = new ArrayList<>(all.subList(0, Math.min(20, all.size())));
    var results = new AuthenticationResults("mx.example.org", some);
    var field = results.field();
    assertThat(parsed(field.substring(field.indexOf(':') + 1))).isEqualTo(results);
  }

  @Property(tries = 2000)
  void any_text_is_read_or_refused(@ForAll("texts") String text) {
    var results = AuthenticationResults.parse(text);
    if (results == null) return;
    var field = results.field();
    assertThat(field).startsWith("Authentication-Results:").endsWith("\r\n");
    assertThat(parsed(field.substring(field.indexOf(':') + 1))).isNotNull();
  }

  @Test
  void an_id_that_does_not_fit_beside_the_name_stands_on_the_next_line() {
    var id = "mail.".repeat(12) + "example.org";
    assertThat(new AuthenticationResults(id, List.of()).field())
        .isEqualTo("Authentication-Results:\r\n " + id + "; none\r\n");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "example.com",
            ";",
            " ",
            "spf",
            "=",
            "pass",
            "reason",
            ".",
            "(",
            ")",
            "\"",
            "\\",
            "1",
            "/",
            "@",
            "\r\n ",
            "\u00E4",
            "none",
            "smtp",
            "\0")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Test
  void lines_stay_within_what_smtp_can_carry() {
    for (var value : List.of("x".repeat(5_000), "\u6587 ".repeat(5_000), "\"".repeat(5_000))) {
      var result = new MethodResult("spf", "fail", value, List.of(property("smtp", "helo", value)));
      assertThat(new AuthenticationResults("mx", List.of(result)).field().lines())
          .allMatch(it -> it.getBytes(UTF_8).length <= 998);
    }
  }

  @Test
  void nested_comments_and_long_texts_take_no_time() {
    assertThat(AuthenticationResults.parse("a; " + "(".repeat(90_000))).isNull();
    assertThat(AuthenticationResults.parse("a; x=y" + " p.q=r".repeat(10_000))).isNull();
    assertThat(AuthenticationResults.parse("a".repeat(2_000_000))).isNull();
  }

  @Test
  void fields_in_our_name_are_found() {
    var header =
        """
        Authentication-Results: mx.example.org; spf=pass
        Authentication-Results: other.example.net; spf=pass
        authentication-results : (comment)\r
         MX.EXAMPLE.ORG 9; dkim=pass
        Authentication-Results: "mx.example.org"; spf=pass
        Authentication-Results: mx.xn--mnchen-3ya.example; spf=pass
        Authentication-Results: ;;;
        X-Authentication-Results: mx.example.org; spf=pass
        From: romeo@example.com

        """;
    var fields = HeaderFields.of(header.getBytes(UTF_8));
    assertThat(AuthenticationResults.forged(fields, Set.of("mx.example.org", "mx.münchen.example")))
        .containsExactly(0, 2, 3, 4, 5);
  }

  @Test
  void verdicts_have_their_words() {
    var verdict =
        new SpfVerdict(
            SpfResult.SOFTFAIL, SpfIdentity.MAIL_FROM, "example.com", "~all", "no", "explained");
    assertThat(new AuthenticationResults("mx", List.of(AuthenticationReport.spf(verdict))).field())
        .isEqualTo(
            "Authentication-Results: mx; spf=softfail reason=no smtp.mailfrom=example.com\r\n");
    var signed = Mails.verify(Mails.zone(), Mails.signed(Mails.HEADER, Mails.BODY));
    var dkim = AuthenticationReport.dkim(signed);
    assertThat(dkim).extracting(MethodResult::result).containsExactly("pass", "pass");
    assertThat(dkim.getFirst().value("header", "d")).isEqualTo("example.com");
    assertThat(dkim.getFirst().value("header", "b")).hasSize(8);
    assertThat(AuthenticationReport.dkim(List.of()).getFirst().result()).isEqualTo("none");
  }

  @Test
  void an_address_has_a_name_that_leads_back_or_not() {
    var dns =
        FakeDns.of(
            """
            192.0.2.1 PTR mail.example.com
            mail.example.com A 192.0.2.1
            192.0.2.2 PTR mail.example.com
            192.0.2.3 PTR FAILS TIMEOUT
            192.0.2.5 PTR slow.example.com
            slow.example.com A FAILS TIMEOUT
            2001:db8::1 PTR six.example.com
            six.example.com AAAA 2001:db8::1
            """);
    assertThat(iprev("192.0.2.1", dns))
        .isEqualTo(new Iprev.Verdict(Iprev.Result.PASS, new DnsName("mail.example.com")));
    assertThat(iprev("192.0.2.2", dns).result()).isEqualTo(Iprev.Result.FAIL);
    assertThat(iprev("192.0.2.3", dns).result()).isEqualTo(Iprev.Result.TEMPERROR);
    assertThat(iprev("192.0.2.4", dns).result()).isEqualTo(Iprev.Result.PERMERROR);
    assertThat(iprev("192.0.2.5", dns).result()).isEqualTo(Iprev.Result.TEMPERROR);
    assertThat(iprev("2001:db8::1", dns).result()).isEqualTo(Iprev.Result.PASS);
  }

  private static Iprev.Verdict iprev(String address, FakeDns dns) {
    return Iprev.check(InetAddress.ofLiteral(address), dns);
  }
}

package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.TlsPolicy.Basis;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Tlsa;

class TlsTest {
  private static final String STARTTLS =
      """
      S: 220 mx
      C: EHLO me.example.org
      S: 250-mx
      S: 250 STARTTLS
      C: STARTTLS
      S: 220 go ahead
      """;
  private static final String AGAIN = STARTTLS + "TLS\nC: EHLO me.example.org\nS: 250-mx\n";
  private static final String WELL = AGAIN + "S: 250 REQUIRETLS\n";
  private static final String FAILING = STARTTLS + "TLS\n";
  private static final TlsPolicy REQUIRED = new TlsPolicy.Required(List.of(House.MX), Basis.STS);

  private final House house = new House();
  private final TestAuthority.Server good = house.authority.server("mx.example.net");

  @AfterEach
  void end() {
    house.close();
  }

  private void opens(TestAuthority.Server server, TlsPolicy policy) throws Exception {
    try (var host = new ScriptedHost(server.context(), WELL)) {
      house.session(House.target(host.port(), policy)).close();
      host.assertPlayed();
    }
  }

  private ConnectionFailure fails(TestAuthority.Server server, TlsPolicy policy) throws Exception {
    try (var host = new ScriptedHost(server.context(), FAILING)) {
      return house.failure(House.target(host.port(), policy));
    }
  }

  private TlsAttempt attempt() {
    assertThat(house.attempts).hasSize(1);
    return house.attempts.getFirst();
  }

  @Test
  void tls_is_used_when_it_works_and_the_certificate_is_told() throws Exception {
    opens(good, new TlsPolicy.Opportunistic());
    assertThat(house.steps)
        .anyMatch(step -> step.startsWith("TLSv1.3 with TLS_AES_") && step.endsWith("verified"));
    assertThat(attempt().policy().type()).isEqualTo(TlsAttempt.PolicyType.NO_POLICY_FOUND);
    assertThat(attempt().result()).isEqualTo(TlsResult.SUCCESS);
    assertThat(attempt().domain()).isEqualTo("example.net");
    assertThat(attempt().mxHost()).isEqualTo("mx.example.net");
  }

  @Test
  void a_stranger_will_do_where_nothing_is_required() throws Exception {
    opens(new TestAuthority().server("other.example"), new TlsPolicy.Opportunistic());
    opens(new TestAuthority().server("other.example"), new TlsPolicy.Encrypted(Basis.CONFIGURED));
    assertThat(house.steps).anyMatch(step -> step.contains("not verified"));
    assertThat(house.attempts).allMatch(told -> told.result() == TlsResult.SUCCESS);
  }

  @Test
  void a_policy_in_testing_is_told_and_not_enforced() throws Exception {
    opens(house.authority.server("other.example"), new TlsPolicy.Opportunistic(List.of(House.MX)));
    assertThat(attempt().policy().type()).isEqualTo(TlsAttempt.PolicyType.STS);
    assertThat(attempt().result()).isEqualTo(TlsResult.CERTIFICATE_HOST_MISMATCH);
  }

  @Test
  void the_right_certificate_is_required_and_the_name_asked_for() throws Exception {
    try (var host = new ScriptedHost(good.context(), WELL)) {
      house.session(House.target(host.port(), REQUIRED)).close();
      host.assertPlayed();
      assertThat(host.serverNames().toString()).contains("mx.example.net");
    }
    assertThat(attempt().result()).isEqualTo(TlsResult.SUCCESS);
    house.attempts.clear();
    opens(house.authority.server("*.example.net"), REQUIRED);
    assertThat(attempt().result()).isEqualTo(TlsResult.SUCCESS);
  }

  @Test
  void a_wrong_name_is_a_failure() throws Exception {
    var failure = fails(house.authority.server("mx.example.com"), REQUIRED);
    assertThat(failure.next()).isEqualTo(Next.NEXT_TARGET);
    assertThat(failure.code()).hasToString("4.7.5");
    assertThat(attempt().result()).isEqualTo(TlsResult.CERTIFICATE_HOST_MISMATCH);
    assertThat(attempt().outcome().detail()).contains("mx.example.com");
  }

  @Test
  void an_unknown_authority_is_a_failure() throws Exception {
    fails(new TestAuthority().server("mx.example.net"), REQUIRED);
    assertThat(attempt().result()).isEqualTo(TlsResult.CERTIFICATE_NOT_TRUSTED);
  }

  @Test
  void a_certificate_of_yesterday_is_a_failure() throws Exception {
    var old = house.authority.now.minus(Duration.ofDays(10));
    fails(house.authority.server(old, "mx.example.net"), REQUIRED);
    assertThat(attempt().result()).isEqualTo(TlsResult.CERTIFICATE_EXPIRED);
  }

  @Test
  void tls_that_is_not_offered_matters_only_where_it_is_required() throws Exception {
    var without = "S: 220 mx\nC: EHLO me.example.org\nS: 250 mx\n";
    try (var host = ScriptedHost.of(without, without)) {
      house.session(House.target(host.port(), new TlsPolicy.Opportunistic())).close();
      assertThat(attempt().result()).isEqualTo(TlsResult.STARTTLS_NOT_SUPPORTED);
      assertThat(house.failure(House.target(host.port(), REQUIRED)).code()).hasToString("4.7.10");
      host.assertPlayed();
    }
  }

  @Test
  void tls_that_breaks_may_be_done_without() throws Exception {
    try (var host = ScriptedHost.of(STARTTLS + "S: what is this\nCLOSE", STARTTLS + "CLOSE")) {
      var target = House.target(host.port(), new TlsPolicy.Opportunistic());
      assertThat(house.failure(target).next()).isEqualTo(Next.IN_THE_CLEAR);
      assertThat(target.inTheClear().security().tls()).isEqualTo(new TlsPolicy.None());
      assertThat(house.failure(House.target(host.port(), REQUIRED)).next())
          .isEqualTo(Next.NEXT_TARGET);
    }
    assertThat(house.attempts).allMatch(told -> told.result() == TlsResult.VALIDATION_FAILURE);
  }

  @Test
  void tls_that_dies_after_the_handshake_may_be_done_without() throws Exception {
    try (var host = new ScriptedHost(good.context(), FAILING + "CLOSE")) {
      var target = House.target(host.port(), new TlsPolicy.Opportunistic());
      assertThat(house.failure(target).next()).isEqualTo(Next.IN_THE_CLEAR);
    }
  }

  @Test
  void what_is_injected_before_tls_is_not_believed() throws Exception {
    var injected =
        STARTTLS.replace("S: 220 go ahead\n", "")
            + "R: 220 go ahead\\r\\n250-evil\\r\\n250 AUTH PLAIN\\r\\n\nCLOSE";
    try (var host = ScriptedHost.of(injected)) {
      assertThat(house.failure(House.target(host.port(), REQUIRED)).reason())
          .contains("plain text");
    }
  }

  @Test
  void tls_comes_first_at_submissions() throws Exception {
    try (var host =
        new ScriptedHost(good.context(), "TLS\nS: 220 mx\nC: EHLO me.example.org\nS: 250 mx\n")) {
      var security = new Target.Security(Transport.SMTPS, REQUIRED, Target.Trust.CONFIGURED, null);
      house.session(House.target(host.port(), security)).close();
      host.assertPlayed();
    }
  }

  private static Tlsa record(int usage, X509Certificate certificate) throws Exception {
    var digest =
        MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
    return Tlsa.of(usage, DaneRecords.PUBLIC_KEY, DaneRecords.SHA_256, digest);
  }

  private static TlsPolicy dane(Tlsa record) {
    return new TlsPolicy.Dane(
        List.of(record), House.MX, List.of(House.MX, new DnsName("example.net")));
  }

  @Test
  void dane_knows_a_server_by_its_key_alone() throws Exception {
    // Of another name, unknown authority and long expired.
    var old = house.authority.now.minus(Duration.ofDays(100));
    var server = new TestAuthority().server(old, "other.example");
    opens(server, dane(record(DaneRecords.DANE_EE, server.certificate())));
    assertThat(attempt().policy().type()).isEqualTo(TlsAttempt.PolicyType.TLSA);
    assertThat(attempt().result()).isEqualTo(TlsResult.SUCCESS);
  }

  @Test
  void dane_refuses_another_key() throws Exception {
    var other = house.authority.server("mx.example.net");
    assertThat(fails(good, dane(record(DaneRecords.DANE_EE, other.certificate()))).next())
        .isEqualTo(Next.NEXT_TARGET);
    assertThat(attempt().result()).isEqualTo(TlsResult.CERTIFICATE_NOT_TRUSTED);
  }

  @Test
  void dane_trusts_an_authority_for_the_right_names_and_days() throws Exception {
    var own = new TestAuthority();
    var policy = dane(record(DaneRecords.DANE_TA, own.root));
    opens(own.server("example.net"), policy);
    fails(own.server("other.example"), policy);
    fails(own.server(own.now.minus(Duration.ofDays(10)), "mx.example.net"), policy);
    assertThat(house.attempts.stream().map(TlsAttempt::result))
        .containsExactly(
            TlsResult.SUCCESS, TlsResult.CERTIFICATE_HOST_MISMATCH, TlsResult.CERTIFICATE_EXPIRED);
  }

  private String requireTls(String script, Target.Trust trust, TlsPolicy policy) throws Exception {
    var wishes =
        new OutgoingMail.Wishes(
            null, null, OutgoingMail.Header.AS_IT_IS, OutgoingMail.AllTheWay.REQUIRETLS);
    try (var host = new ScriptedHost(good.context(), script)) {
      var security = new Target.Security(Transport.SMTP, policy, trust, null);
      try (var session = house.session(House.target(host.port(), security))) {
        var sent = session.send(House.mail("Subject: hi\n\nhi\n", wishes, "juliet@example.net"));
        return House.outcomes(sent).getFirst();
      }
    }
  }

  @Test
  void tls_all_the_way_needs_a_verified_host_that_does_the_same() throws Exception {
    var transaction =
        """
        C: MAIL FROM:<romeo@example.org> REQUIRETLS
        S: 250 ok
        C: RCPT TO:<juliet@example.net>
        S: 250 ok
        C: DATA
        S: 354 go on
        DATA
        S: 250 taken
        """;
    var dnssec = Target.Trust.DNSSEC;
    assertThat(requireTls(WELL + transaction, dnssec, REQUIRED)).isEqualTo("250");
    assertThat(requireTls(AGAIN + "S: 250 HELP\n", dnssec, REQUIRED)).isEqualTo("- 5.7.30");
    assertThat(requireTls(WELL, Target.Trust.DNS, REQUIRED)).isEqualTo("- 5.7.10");
    var plain = "S: 220 mx\nC: EHLO me.example.org\nS: 250 REQUIRETLS\n";
    assertThat(requireTls(plain, dnssec, new TlsPolicy.None())).isEqualTo("- 5.7.10");
    assertThat(House.target(25, new TlsPolicy.Opportunistic()).requiringTls().security().tls())
        .isEqualTo(new TlsPolicy.Required(List.of(House.MX), Basis.CONFIGURED));
  }
}

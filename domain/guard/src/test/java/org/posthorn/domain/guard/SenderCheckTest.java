package org.posthorn.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.guard.Letters.LETTER;
import static org.posthorn.domain.guard.Letters.facts;
import static org.posthorn.domain.guard.Letters.forwarded;
import static org.posthorn.domain.guard.Letters.own;
import static org.posthorn.domain.guard.Letters.signed;

import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.guard.SenderFacts.Door;
import org.posthorn.domain.guard.SenderPolicy.Check;
import org.posthorn.domain.guard.SenderPolicy.Reactions;
import org.posthorn.platform.net.Cidr;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride.Reason;
import org.posthorn.wire.mailauth.AuthenticationResults;
import org.posthorn.wire.mailauth.DmarcPolicy;

/// What the door makes of messages.
class SenderCheckTest {

  private final FakeDns dns = Letters.zone();
  private SenderPolicy policy = SenderPolicy.DEFAULTS;
  private final List<SenderCheck> opened = new java.util.ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(SenderCheck::close);
  }

  private SenderVerdict check(SenderFacts facts) throws IOException {
    var check = new SenderCheck(dns, policy, Letters.HOST, Letters.CLOCK, TestRandom.seeded(1));
    opened.add(check);
    return check.check(facts);
  }

  private void dmarc(String record) {
    dns.add("_dmarc.example.com TXT v=DMARC1; " + record);
  }

  private void reactions(Reaction noName, Reaction spfFail, Reaction dkimFail, Reaction dnsFailed) {
    var usual = Reactions.DEFAULTS;
    policy =
        with(
            new Reactions(
                noName,
                spfFail,
                usual.spfSoftfail(),
                dkimFail,
                usual.dmarcReject(),
                usual.dmarcQuarantine(),
                usual.noAuthor(),
                dnsFailed));
  }

  private static SenderPolicy with(Reactions reactions) {
    var usual = SenderPolicy.DEFAULTS;
    return new SenderPolicy(
        usual.checks(),
        reactions,
        usual.trustedNetworks(),
        Set.of(),
        List.of(),
        Set.of(),
        usual.timeLimit());
  }

  private static SenderPolicy trusting(
      Set<DnsName> sealers, List<Cidr> forwarderNetworks, Set<DnsName> forwarders) {
    var usual = SenderPolicy.DEFAULTS;
    return new SenderPolicy(
        usual.checks(),
        usual.reactions(),
        usual.trustedNetworks(),
        sealers,
        forwarderNetworks,
        forwarders,
        usual.timeLimit());
  }

  private static String word(SenderVerdict verdict) {
    return switch (verdict.judgement()) {
      case Judgement.Accept _ -> "accept";
      case Judgement.Mark _ -> "mark";
      case Judgement.Junk _ -> "junk";
      case Judgement.TryLater(var code, var _, var _) -> "later " + code;
      case Judgement.Refuse(var code, var _, var _) -> "refuse " + code;
    };
  }

  private static List<PolicyOverride> overrides(SenderVerdict verdict) {
    return Objects.requireNonNull(verdict.observation()).row().overrides();
  }

  @Test
  void a_message_that_its_domain_vouches_for_is_accepted_and_everything_is_recorded()
      throws IOException {
    dmarc("p=reject");
    var verdict = check(own(signed(LETTER)));
    assertThat(word(verdict)).isEqualTo("accept");
    assertThat(verdict.forged()).isEmpty();
    assertThat(verdict.fields())
        .startsWith(
            "Authentication-Results: mx.example.net; iprev=pass policy.iprev=192.0.2.1;\r\n")
        .contains("spf=pass smtp.mailfrom=example.com", "dmarc=pass header.from=example.com")
        .contains("dkim=pass header.d=example.com", "header.s=rsa", "header.s=ed")
        .endsWith("\r\n")
        .doesNotContain("X-Posthorn");
  }

  @Test
  void the_field_says_what_its_reader_understands() throws IOException {
    dmarc("p=none");
    var fields = check(own(LETTER)).fields();
    var value = fields.substring(fields.indexOf(':') + 1);
    var results = Objects.requireNonNull(AuthenticationResults.parse(value));
    assertThat(results.authservId()).isEqualTo(Letters.HOST);
    assertThat(results.results())
        .extracting(it -> it.method() + "=" + it.result())
        .containsExactly("iprev=pass", "spf=pass", "dkim=none", "dmarc=pass");
  }

  @ParameterizedTest
  @CsvSource({
    "p=none, mark, NONE",
    "p=quarantine, junk, QUARANTINE",
    "p=reject, refuse 5.7.1, REJECT",
    "p=reject; sp=none, refuse 5.7.1, REJECT",
    "p=reject; pct=0, junk, QUARANTINE",
    "p=quarantine; pct=0, mark, NONE",
  })
  void what_fails_is_handled_as_the_authors_domain_asks(
      String record, String expected, DmarcPolicy disposition) throws IOException {
    dmarc(record);
    var verdict = check(forwarded(LETTER));
    assertThat(word(verdict)).isEqualTo(expected);
    var observation = Objects.requireNonNull(verdict.observation());
    assertThat(observation.policyDomain()).isEqualTo(new DnsName("example.com"));
    assertThat(observation.row().disposition()).isEqualTo(disposition);
    assertThat(observation.row().source()).isEqualTo("192.0.2.9");
    assertThat(observation.row().spf()).isEqualTo(Alignment.FAIL);
    assertThat(observation.row().senders()).hasSize(2);
  }

  @Test
  void a_refusal_names_dmarc_and_the_domain() throws IOException {
    dmarc("p=reject");
    assertThat(check(forwarded(LETTER)).judgement())
        .isInstanceOfSatisfying(
            Judgement.Refuse.class,
            refuse ->
                assertThat(refuse.text())
                    .startsWith("rejected per DMARC policy of example.com: no aligned"));
  }

  @Test
  void who_is_spared_by_chance_is_reported_as_sampled_out() throws IOException {
    dmarc("p=reject; pct=0");
    var verdict = check(forwarded(LETTER));
    assertThat(overrides(verdict)).containsExactly(new PolicyOverride(Reason.SAMPLED_OUT, null));
    assertThat(verdict.judgement().reasons()).contains("spared from reject by pct=0");
  }

  @Test
  void forwarding_is_not_punished_while_the_signature_is_good() throws IOException {
    assertThat(word(check(forwarded(signed(LETTER))))).isEqualTo("accept");
    dmarc("p=reject");
    var verdict = check(forwarded(signed(LETTER)));
    assertThat(word(verdict)).isEqualTo("accept");
    assertThat(overrides(verdict)).isEmpty();
  }

  @Test
  void a_failing_spf_alone_marks_and_a_broken_signature_alone_does_nothing() throws IOException {
    var marked = check(forwarded(LETTER));
    assertThat(word(marked)).isEqualTo("mark");
    assertThat(marked.fields())
        .endsWith(
            "\r\nX-Posthorn-Sender-Check: mark;\r\n SPF validation failed: example.com does not"
                + " designate 192.0.2.9 as permitted sender\r\n");
    var broken = check(own(signed(LETTER) + "P.S.: Bring money.\r\n"));
    assertThat(word(broken)).isEqualTo("accept");
    assertThat(broken.fields()).contains("dkim=fail");
    assertThat(broken.judgement().reasons()).hasSize(1);
  }

  @Test
  void a_client_without_a_name_marks() throws IOException {
    dns.remove("1.2.0.192.in-addr.arpa");
    assertThat(word(check(own(LETTER)))).isEqualTo("mark");
    dns.add("192.0.2.1 PTR www.example.com\nwww.example.com A 192.0.2.80");
    var verdict = check(own(LETTER));
    assertThat(verdict.judgement())
        .isEqualTo(new Judgement.Mark(List.of("the client's name www.example.com is another's")));
  }

  @Test
  void each_refusal_has_its_code_and_several_have_their_own() throws IOException {
    reactions(Reaction.REFUSE, Reaction.ACCEPT, Reaction.ACCEPT, Reaction.ACCEPT);
    assertThat(word(check(facts("192.0.2.7", "x.example", "a@b.example", LETTER))))
        .isEqualTo("refuse 5.7.25");
    reactions(Reaction.ACCEPT, Reaction.REFUSE, Reaction.ACCEPT, Reaction.ACCEPT);
    assertThat(word(check(forwarded(LETTER)))).isEqualTo("refuse 5.7.23");
    reactions(Reaction.ACCEPT, Reaction.ACCEPT, Reaction.REFUSE, Reaction.ACCEPT);
    assertThat(word(check(own(signed(LETTER) + "more\r\n")))).isEqualTo("refuse 5.7.20");
    reactions(Reaction.REFUSE, Reaction.REFUSE, Reaction.MARK, Reaction.ACCEPT);
    var several = check(facts("192.0.2.7", "x.example", "romeo@example.com", LETTER));
    assertThat(word(several)).isEqualTo("refuse 5.7.26");
  }

  @Test
  void dns_that_fails_costs_nothing_or_a_second_try_as_the_policy_says() throws IOException {
    dns.add("_dmarc.example.com FAILS SERVER_FAILED");
    assertThat(word(check(forwarded(LETTER)))).isEqualTo("accept");
    assertThat(check(forwarded(LETTER)).observation()).isNull();
    reactions(Reaction.MARK, Reaction.MARK, Reaction.ACCEPT, Reaction.LATER);
    assertThat(word(check(forwarded(LETTER)))).isEqualTo("later 4.7.1");
    assertThat(check(forwarded(LETTER)).fields()).contains("dmarc=temperror");
  }

  @Test
  void spf_that_cannot_be_asked_matters_only_where_it_could_refuse() throws IOException {
    dns.remove("example.com").add("example.com TXT FAILS TIMEOUT");
    reactions(Reaction.MARK, Reaction.MARK, Reaction.ACCEPT, Reaction.LATER);
    assertThat(word(check(own(LETTER)))).isEqualTo("accept");
    reactions(Reaction.MARK, Reaction.REFUSE, Reaction.ACCEPT, Reaction.LATER);
    assertThat(word(check(own(LETTER)))).isEqualTo("later 4.7.24");
  }

  @Test
  void a_reverse_zone_that_fails_is_nobodys_fault() throws IOException {
    dns.remove("1.2.0.192.in-addr.arpa").add("192.0.2.1 PTR FAILS SERVER_FAILED");
    reactions(Reaction.REFUSE, Reaction.MARK, Reaction.ACCEPT, Reaction.LATER);
    assertThat(word(check(own(LETTER)))).isEqualTo("accept");
  }

  @ParameterizedTest
  @CsvSource({
    "'To: a@example.net', junk",
    "'From: a@example.com\r\nFrom: b@example.org', junk",
    "'From: nobody', junk",
    "'From: a@example.com, b@example.org', accept",
  })
  void a_message_without_one_author_to_ask_is_junk(String header, String expected)
      throws IOException {
    var letter = header.replace("\\r\\n", "\r\n") + "\r\nSubject: x\r\n\r\ntext\r\n";
    assertThat(word(check(own(letter)))).isEqualTo(expected);
  }

  @Test
  void trusted_forwarders_are_not_punished() throws IOException {
    dmarc("p=reject");
    var network = List.of(Cidr.parse("192.0.2.8/31"));
    policy = trusting(Set.of(), network, Set.of());
    var byNetwork = check(forwarded(LETTER));
    policy = trusting(Set.of(), List.of(), Set.of(new DnsName("relay.example")));
    var byName = check(forwarded(LETTER));
    var byEnvelope = check(facts("192.0.2.9", "x", "srs@relay.example", LETTER));
    for (var verdict : List.of(byNetwork, byName, byEnvelope)) {
      assertThat(word(verdict)).isEqualTo("accept");
      assertThat(overrides(verdict))
          .extracting(PolicyOverride::reason)
          .containsExactly(Reason.TRUSTED_FORWARDER);
      assertThat(verdict.fields()).contains("dmarc=fail");
    }
    var stranger = facts("192.0.2.7", "out.relay.example", "srs@relay.example", LETTER);
    assertThat(word(check(stranger))).isEqualTo("refuse 5.7.1");
  }

  @ParameterizedTest
  @EnumSource(names = {"USER", "RELAY_NETWORK", "OWN_SERVER"})
  void nothing_is_asked_about_mail_of_the_house(Door door) throws IOException {
    var stranger = own(LETTER);
    var facts =
        new SenderFacts(door, stranger.client(), "x", stranger.sender(), stranger.message());
    var verdict = check(facts);
    assertThat(word(verdict)).isEqualTo("accept");
    assertThat(verdict.fields()).isEmpty();
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "fd00::1", "fe80::1"})
  void nothing_is_asked_about_clients_that_the_internet_does_not_reach(String client)
      throws IOException {
    dmarc("p=reject");
    var verdict = check(facts(client, "printer", "romeo@example.com", LETTER));
    assertThat(word(verdict)).isEqualTo("accept");
    assertThat(verdict.authentication()).isNull();
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"STRANGER", "USER", "RELAY_NETWORK"})
  void fields_that_claim_to_be_ours_are_taken_out(Door door) throws IOException {
    var letter =
        "Authentication-Results: MX.example.NET; dmarc=pass header.from=bank.example\r\n"
            + "Authentication-Results: elsewhere.example; spf=pass\r\n"
            + "x-posthorn-sender-check : mark\r\n"
            + LETTER;
    var address = InetAddress.ofLiteral("192.0.2.1");
    var facts = new SenderFacts(door, address, "x.example", null, Letters.source(letter));
    assertThat(check(facts).forged()).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void a_header_in_which_names_are_not_found_any_more_is_refused() throws IOException {
    var letter = "a:\r\n".repeat(10_001) + LETTER;
    assertThat(word(check(own(letter)))).isEqualTo("refuse 5.6.0");
    var user =
        new SenderFacts(
            Door.USER, InetAddress.ofLiteral("192.0.2.1"), "x", null, Letters.source(letter));
    assertThat(word(check(user))).isEqualTo("refuse 5.6.0");
  }

  @Test
  void what_is_turned_off_is_not_asked() throws IOException {
    var usual = SenderPolicy.DEFAULTS;
    policy =
        new SenderPolicy(
            EnumSet.of(Check.SPF),
            usual.reactions(),
            usual.trustedNetworks(),
            Set.of(),
            List.of(),
            Set.of(),
            usual.timeLimit());
    var verdict = check(own(signed(LETTER)));
    assertThat(dns.asked()).containsOnly("example.com TXT", "mail.example.com TXT");
    assertThat(verdict.fields()).contains("spf=pass").doesNotContain("dkim=", "iprev=", "dmarc=");
  }

  @Test
  void a_bounce_is_judged_by_the_name_of_the_host() throws IOException {
    dns.add("mail.example.com TXT v=spf1 a -all");
    dmarc("p=reject");
    var verdict = check(facts("192.0.2.1", "mail.example.com", "", LETTER));
    assertThat(word(verdict)).isEqualTo("accept");
    assertThat(verdict.fields()).contains("dmarc=pass");
  }
}

package org.posthorn.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.guard.Letters.LETTER;
import static org.posthorn.domain.guard.Letters.LIST;
import static org.posthorn.domain.guard.Letters.RELAY;
import static org.posthorn.domain.guard.Letters.facts;
import static org.posthorn.domain.guard.Letters.own;
import static org.posthorn.domain.guard.Letters.signed;
import static org.posthorn.domain.guard.Letters.source;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride.Reason;
import org.posthorn.wire.mailauth.ArcVerdict;

/// Messages that a list has changed and sealed, and whose word counts then.
class TrustTest {

  private static final String HELO = "out.relay.example";

  private final FakeDns dns = Letters.zone().add("_dmarc.example.com TXT v=DMARC1; p=reject");
  private final Sealing sealing = new Sealing(Letters.KEYS, Letters.CLOCK);

  private SenderVerdict check(SenderFacts facts, String... sealers) throws IOException {
    var usual = SenderPolicy.DEFAULTS;
    var trusted = Arrays.stream(sealers).map(DnsName::new).collect(Collectors.toSet());
    var policy =
        new SenderPolicy(
            usual.checks(),
            usual.reactions(),
            usual.trustedNetworks(),
            trusted,
            List.of(),
            Set.of(),
            usual.timeLimit());
    try (var check =
        new SenderCheck(dns, policy, Letters.HOST, Letters.CLOCK, TestRandom.seeded(1))) {
      return check.check(facts);
    }
  }

  /// What a list makes of a message: the text is changed, then it is sealed.
  private String sentOn(DomainName by, SenderVerdict arrived, String message) throws IOException {
    var changed = message + "-- \r\nto unsubscribe, move to Mantua\r\n";
    return sealing.seal(source(changed), by, arrived) + changed;
  }

  private static SenderFacts fromList(String message) {
    return facts("192.0.2.9", HELO, "bounces@list.example", message);
  }

  @Test
  void a_trusted_sealer_that_saw_the_author_vouch_is_believed() throws IOException {
    var letter = signed(LETTER);
    var sent = sentOn(LIST, check(own(letter)), letter);

    assertThat(check(fromList(sent)).judgement()).isInstanceOf(Judgement.Refuse.class);
    var verdict = check(fromList(sent), "list.example");
    assertThat(verdict.judgement()).isInstanceOf(Judgement.Accept.class);
    assertThat(verdict.fields()).contains("arc=pass", "policy.sealer=list.example", "dmarc=fail");
    var override = Objects.requireNonNull(verdict.observation()).row().overrides().getFirst();
    assertThat(override.reason()).isEqualTo(Reason.LOCAL_POLICY);
    assertThat(override.comment())
        .isEqualTo("arc=pass as[1].d=list.example as[1].s=rsa remote-ip[1]=192.0.2.1");
  }

  @Test
  void a_trusted_sealer_that_saw_a_forgery_helps_nobody() throws IOException {
    var forged = facts("192.0.2.66", "x.example", "mallory@x.example", LETTER);
    var sent = sentOn(LIST, check(forged), LETTER);
    assertThat(check(fromList(sent), "list.example").judgement())
        .isInstanceOf(Judgement.Refuse.class);
  }

  @Test
  void whoever_seals_after_a_trusted_one_has_to_be_trusted_too() throws IOException {
    var letter = signed(LETTER);
    var once = sentOn(LIST, check(own(letter)), letter);
    var twice = sentOn(RELAY, check(fromList(once)), once);

    assertThat(check(fromList(twice), "list.example").judgement())
        .isInstanceOf(Judgement.Refuse.class);
    assertThat(check(fromList(twice), "relay.example").judgement())
        .isInstanceOf(Judgement.Refuse.class);
    var both = check(fromList(twice), "list.example", "relay.example");
    assertThat(both.judgement()).isInstanceOf(Judgement.Accept.class);
  }

  @Test
  void a_chain_that_was_tampered_with_is_no_chain() throws IOException {
    var letter = signed(LETTER);
    var sent = sentOn(LIST, check(own(letter)), letter) + "and bring money\r\n";
    var verdict = check(fromList(sent), "list.example");
    assertThat(verdict.judgement()).isInstanceOf(Judgement.Refuse.class);
    assertThat(verdict.fields()).contains("arc=fail");
  }

  @Test
  void another_author_cannot_use_the_chain_of_a_good_message() throws IOException {
    var letter = signed(LETTER).replace("romeo@example.com", "romeo@example.org");
    dns.add("_dmarc.example.org TXT v=DMARC1; p=reject");
    var vouched = check(own(signed(LETTER)));
    var sent = sentOn(LIST, vouched, letter);
    assertThat(check(fromList(sent), "list.example").judgement())
        .isInstanceOf(Judgement.Refuse.class);
  }

  @Test
  void sealing_prefers_rsa_and_needs_a_key_and_something_to_say() throws IOException {
    var arrived = check(own(LETTER));
    assertThat(sealing.seal(source(LETTER), LIST, arrived))
        .startsWith("ARC-Seal: i=1; a=rsa-sha256;");
    assertThat(sealing.seal(source(LETTER), RELAY, arrived)).contains("a=ed25519-sha256");
    assertThat(sealing.seal(source(LETTER), new DomainName("keyless.example"), arrived)).isEmpty();
    var unchecked = check(facts("127.0.0.1", "x", "", LETTER));
    assertThat(sealing.seal(source(LETTER), LIST, unchecked)).isEmpty();
  }

  @Test
  void a_chain_that_is_sealed_here_holds_at_the_next_host() throws IOException {
    var letter = signed(LETTER);
    var sent = sentOn(LIST, check(own(letter)), letter);
    var arc = Objects.requireNonNull(check(fromList(sent)).results().arc());
    assertThat(arc.status()).isEqualTo(ArcVerdict.Status.PASS);
  }
}

package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.sasl.Secret;

/// Rules for new passwords, generated ones, the hash that is made today, and the cache of proofs.
class PasswordsTest {

  private static final EmailAddress JULIET =
      new EmailAddress(new Localpart("juliet.capulet"), new DomainName("verona.example"));

  private final SecureRandom random = new SecureRandom();
  private final PasswordRules rules = new PasswordRules();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "password",
        "password1",
        "P@ssw0rd!",
        "qwertyuiop",
        "letmein123",
        "aaaaaaaaaaaa",
        "juliet.capulet",
        "Juliet-Capulet",
        "capulet2024",
        "verona.example",
        "posthorn1",
        "12345678910"
      })
  void a_password_that_is_easy_to_guess_is_refused_in_words(String text) {
    assertThat(rules.objections(Secret.of(text), JULIET)).isNotEmpty().allMatch(s -> !s.isBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "vQ3-kfm2x9p",
        "Die Nachtigall und nicht die Lerche"
      })
  void a_password_that_is_hard_to_guess_is_taken(String text) {
    assertThat(rules.objections(Secret.of(text), JULIET)).isEmpty();
  }

  @Test
  void length_is_counted_in_characters_and_has_limits() {
    assertThat(rules.objections(Secret.of("🂡🂢🂣🂤🂥🂦🂧"), JULIET)).hasSize(1);
    assertThat(rules.objections(Secret.of("kV".repeat(129)), JULIET).getFirst())
        .isEqualTo("It has 258 characters; at most 256 are allowed.");
    // Estimating this one whole would take seconds; that it ends soon is the point.
    assertThat(rules.objections(Secret.of("vQ3-kfm2x9p ü".repeat(19)), JULIET)).isEmpty();
  }

  @Test
  void control_characters_are_refused() {
    assertThat(rules.objections(Secret.of("correct\u0007horse battery"), JULIET)).hasSize(1);
  }

  @Test
  void generated_passwords_differ_have_four_groups_and_pass_the_rules() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 50; i++) {
      var password = PasswordGenerator.generate(random);
      assertThat(password.reveal()).matches("([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}");
      assertThat(rules.objections(password, JULIET)).isEmpty();
      seen.add(password.reveal());
    }
    assertThat(seen).hasSize(50);
  }

  @Test
  void a_new_hash_is_argon2id_with_19_mebibytes_and_two_iterations_and_can_be_read_back() {
    var made = Argon2.hash("sesame".getBytes(UTF_8), Argon2.Cost.OURS, random);

    assertThat(made.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    var read = requireNonNull(Argon2.parse(made.text()));
    assertThat(new PasswordHash.OfArgon2(read).matches(Secret.of("sesame"))).isTrue();
    assertThat(new PasswordHash.OfArgon2(read).matches(Secret.of("Sesame"))).isFalse();
    assertThat(new PasswordHash.OfArgon2(read).isAsGoodAs(Argon2.Cost.OURS)).isTrue();
  }

  @Test
  void the_cache_knows_only_this_account_this_version_this_password_for_an_hour() {
    var clock = ManualClock.standing();
    var cache = new VerificationCache(clock, random);
    var account = new AccountId(7);
    var right = Secret.of("sesame");
    cache.remember(account, 1, right);

    assertThat(cache.knows(account, 1, right)).isTrue();
    assertThat(cache.knows(account, 2, right)).isFalse();
    assertThat(cache.knows(new AccountId(8), 1, right)).isFalse();
    assertThat(cache.knows(account, 1, Secret.of("Sesame"))).isFalse();

    clock.move(VerificationCache.LIFETIME.minusSeconds(1));
    assertThat(cache.knows(account, 1, right)).isTrue();
    clock.move(Duration.ofSeconds(1));
    assertThat(cache.knows(account, 1, right)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5G=5368709120",
        "500M=524288000",
        "1.5 GiB=1610612736",
        "1048576=1048576",
        "10kb=10240",
        "=0",
        "0=0",
        "none=0",
        "unlimited=0",
        "2T=2199023255552",
        "1B=1"
      })
  void sizes_are_read_as_people_write_them(String pair) {
    var parts = pair.split("=", -1);
    assertThat(Quota.parseBytes(parts[0])).isEqualTo(Long.parseLong(parts[1]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "-1", "5X", "5GG", "99999999T", "1.2345G", "G"})
  void what_is_no_size_is_not_read(String text) {
    assertThat(Quota.parseBytes(text)).isNull();
  }
}

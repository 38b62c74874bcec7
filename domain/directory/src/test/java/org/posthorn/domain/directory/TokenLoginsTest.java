package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.TokenVerifier.Answer;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenCheck.Verdict;
import org.posthorn.wire.sasl.TokenError;
import org.posthorn.wire.sasl.TokenHints;

class TokenLoginsTest {
  private static final Secret TOKEN = Secret.of("abc");
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static TokenLogins logins(TokenVerifier verifier, Duration limit) {
    return new TokenLogins(new DirectoryConfig.Tokens(verifier, TokenHints.NONE, limit, 2));
  }

  @Test
  void a_good_token_leads_to_its_account() throws AddressException {
    var romeo = EmailAddress.parse("romeo@verona.example");
    assertThat(logins(_ -> new Answer.Good(romeo), LONG).check(TOKEN))
        .isEqualTo(new Verdict.Proven("romeo@verona.example"));
  }

  @Test
  void a_refusal_is_passed_on() {
    var refused = new Answer.Refused(TokenError.INSUFFICIENT_SCOPE, "not for mail");
    assertThat(logins(_ -> refused, LONG).check(TOKEN))
        .isEqualTo(new Verdict.Refused(TokenError.INSUFFICIENT_SCOPE));
  }

  @Test
  void what_cannot_be_asked_is_undecided() {
    assertThat(logins(_ -> new Answer.Unavailable("down"), LONG).check(TOKEN))
        .isEqualTo(new Verdict.Undecided());
    TokenVerifier broken =
        _ -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(logins(broken, LONG).check(TOKEN)).isEqualTo(new Verdict.Undecided());
  }

  @Test
  void a_verifier_that_hangs_is_interrupted_and_gathers_no_threads() throws InterruptedException {
    var calls = new AtomicInteger();
    var hanging = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    TokenVerifier deaf =
        token -> {
          calls.incrementAndGet();
          boolean over = false;
          while (!over)
            try {
              hanging.await();
              over = true;
            } catch (InterruptedException _) {
              interrupted.countDown();
            }
          return new Answer.Refused(TokenError.INVALID_TOKEN, "too late: " + token);
        };
    var logins = logins(deaf, SHORT);
    assertThat(logins.check(TOKEN)).isEqualTo(new Verdict.Undecided());
    interrupted.await();
    assertThat(logins.check(TOKEN)).isEqualTo(new Verdict.Undecided());
    // Both are still there, so a third is not even begun.
    assertThat(calls.get()).isEqualTo(2);
    assertThat(logins.check(TOKEN)).isEqualTo(new Verdict.Undecided());
    assertThat(calls.get()).isEqualTo(2);
    hanging.countDown();
  }
}

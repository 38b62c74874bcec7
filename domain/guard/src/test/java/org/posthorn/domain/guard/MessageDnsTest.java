package org.posthorn.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;

/// How long a message may keep its client waiting.
class MessageDnsTest {

  private static final DnsName NAME = new DnsName("example.com");

  /// A server that never answers, until it is interrupted.
  private static Dns silent(CountDownLatch asked) {
    return (Dns)
        Proxy.newProxyInstance(
            Dns.class.getClassLoader(),
            new Class<?>[] {Dns.class},
            (_, _, _) -> {
              asked.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return new Lookup.Failed<>(Lookup.Failure.TIMEOUT, "interrupted");
            });
  }

  @Test
  void each_text_is_asked_for_once() {
    var dns = Letters.zone();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new MessageDns(dns, threads, Duration.ofMinutes(1));
      asked.begin(List.of(NAME));
      assertThat(asked.txt(NAME).records()).hasSize(1);
      assertThat(asked.txt(NAME).records()).hasSize(1);
      assertThat(dns.count("example.com TXT")).isEqualTo(1);
    }
  }

  @Test
  @Timeout(60)
  void texts_that_are_needed_are_asked_for_at_the_same_time() throws InterruptedException {
    var all = new CountDownLatch(3);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new MessageDns(silent(all), threads, Duration.ofMinutes(5));
      asked.begin(List.of(NAME, new DnsName("a.example"), new DnsName("b.example")));
      all.await();
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(60)
  void when_the_time_is_over_nobody_is_asked_any_more() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = new CountDownLatch(1);
      var asked = new MessageDns(silent(first), threads, Duration.ofMillis(50));
      assertThat(asked.mx(NAME)).isInstanceOf(Lookup.Failed.class);
      assertThat(asked.txt(NAME)).isInstanceOf(Lookup.Failed.class);
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(60)
  void a_message_has_its_verdict_when_no_server_answers() throws IOException {
    var usual = SenderPolicy.DEFAULTS;
    var policy =
        new SenderPolicy(
            usual.checks(),
            usual.reactions(),
            usual.trustedNetworks(),
            Set.of(),
            List.of(),
            Set.of(),
            Duration.ofMillis(200));
    var dns = silent(new CountDownLatch(1));
    try (var check =
        new SenderCheck(dns, policy, Letters.HOST, Letters.CLOCK, TestRandom.seeded(1))) {
      var verdict = check.check(Letters.own(Letters.signed(Letters.LETTER)));
      assertThat(verdict.judgement()).isInstanceOf(Judgement.Accept.class);
      assertThat(verdict.fields())
          .contains("iprev=temperror", "spf=temperror", "dkim=temperror", "dmarc=temperror");
    }
  }
}

package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.xbill.DNS.Rcode;

/// What a resolver remembers, for how long, and who waits for whom.
class MemoryTest {
  private static final DnsName HOST = new DnsName("mx.example.org");

  private final ManualClock clock = ManualClock.standing();
  private NameServer server;
  private Resolver resolver;

  @SuppressWarnings("NullAway") // made before each test
  MemoryTest() {}

  @BeforeEach
  void start() throws Exception {
    server = new NameServer(Replies.silent());
    resolver = resolver(config());
  }

  private ResolverConfig config() {
    return ResolverConfig.of(List.of(server.address()))
        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(50));
  }

  private Resolver resolver(ResolverConfig config) {
    return new Resolver(config, clock, new SecureRandom());
  }

  @AfterEach
  void stop() throws Exception {
    resolver.close();
    server.close();
  }

  private void serve(String... zone) {
    server.behave(Replies.zone(zone));
  }

  private int asked() {
    return server.questions().size();
  }

  @Test
  void an_answer_is_remembered_for_its_time_to_live_which_runs_down() {
    serve("mx.example.org. 60 A 192.0.2.1");
    resolver.a(HOST);
    clock.move(Duration.ofSeconds(59));
    assertThat(resolver.a(HOST))
        .isInstanceOfSatisfying(
            Lookup.Found.class, found -> assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(1)));
    assertThat(asked()).isEqualTo(1);
    clock.move(Duration.ofSeconds(2));
    resolver.a(HOST);
    assertThat(asked()).isEqualTo(2);
    assertThat(resolver.counts()).isEqualTo(new ResolverCounts(3, 1, 0, 2, 0));
  }

  @Test
  void types_of_a_name_are_remembered_apart_and_case_makes_no_difference() {
    serve("mx.example.org. 60 A 192.0.2.1");
    resolver.a(HOST);
    resolver.a(new DnsName("MX.example.ORG."));
    assertThat(asked()).isEqualTo(1);
    resolver.aaaa(HOST);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void no_time_to_live_is_a_few_seconds_and_a_long_one_a_day() {
    serve("mx.example.org. 0 A 192.0.2.1", "old.example.org. 2147483647 A 192.0.2.1");
    resolver.a(HOST);
    resolver.a(HOST);
    resolver.a(new DnsName("old.example.org"));
    assertThat(asked()).isEqualTo(2);
    clock.move(Duration.ofSeconds(6));
    resolver.a(HOST);
    assertThat(asked()).isEqualTo(3);
    clock.move(Duration.ofHours(25));
    resolver.a(new DnsName("old.example.org"));
    assertThat(asked()).isEqualTo(4);
  }

  @Test
  void what_is_not_there_is_remembered_as_long_as_its_zone_says() {
    // SOA: 600 seconds to live, minimum 300.
    serve("mx.example.org. 60 A 192.0.2.1");
    resolver.a(new DnsName("no.example.org"));
    resolver.mx(HOST);
    clock.move(Duration.ofSeconds(299));
    assertThat(resolver.a(new DnsName("no.example.org"))).isInstanceOf(Lookup.NoSuchName.class);
    assertThat(resolver.mx(HOST)).isInstanceOf(Lookup.NoSuchRecord.class);
    assertThat(asked()).isEqualTo(2);
    clock.move(Duration.ofSeconds(2));
    resolver.a(new DnsName("no.example.org"));
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  void without_a_zone_that_says_so_it_is_remembered_for_seconds() {
    server.behave(Replies.rcode(Rcode.NXDOMAIN));
    resolver.a(HOST);
    resolver.a(HOST);
    assertThat(asked()).isEqualTo(1);
    clock.move(Duration.ofSeconds(6));
    resolver.a(HOST);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void failures_are_remembered_for_seconds() {
    server.behave(Replies.rcode(Rcode.REFUSED));
    var first = resolver.a(HOST);
    assertThat(first).isInstanceOf(Lookup.Failed.class);
    assertThat(resolver.a(HOST)).isEqualTo(first);
    assertThat(asked()).isEqualTo(1);
    serve("mx.example.org. 60 A 192.0.2.1");
    clock.move(Duration.ofSeconds(11));
    assertThat(resolver.a(HOST).records()).hasSize(1);
  }

  @Test
  void an_administrator_can_make_it_forget() {
    serve("mx.example.org. 60 A 192.0.2.1");
    resolver.a(HOST);
    resolver.forget();
    resolver.a(HOST);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void memory_has_a_limit() {
    serve("x.example.org. 60 A 192.0.2.1");
    var limits =
        new CacheLimits(
            20_000, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1), Duration.ZERO);
    var cache = new AnswerCache(limits, clock);
    for (var i = 0; i < 10_000; i++) {
      var question = new Question(new DnsName("n" + i), org.posthorn.wire.dns.RecordType.A);
      cache.remember(question, new Lookup.NoSuchName<>(false), Duration.ofMinutes(1), 100);
    }
    assertThat(cache.size()).isBetween(10L, 25L);
  }

  @Test
  void a_clock_that_is_set_back_lengthens_nothing() {
    serve("mx.example.org. 60 A 192.0.2.1");
    resolver.a(HOST);
    clock.move(Duration.ofHours(-5));
    assertThat(resolver.a(HOST))
        .isInstanceOfSatisfying(
            Lookup.Found.class, found -> assertThat(found.ttl()).isEqualTo(Duration.ofMinutes(1)));
  }

  /// Until so many have asked; they may not yet wait.
  private void awaitQuestions(int count) {
    while (resolver.counts().questions() < count) Thread.onSpinWait();
  }

  private void awaitAsked(int count) {
    while (asked() < count) Thread.onSpinWait();
  }

  @Test
  void the_same_question_at_the_same_time_is_asked_once() throws Exception {
    var hold = new CountDownLatch(1);
    server.behave(asked -> {
      try {
        hold.await();
      } catch (InterruptedException e) {
        throw new java.io.IOException(e);
      }
      return Replies.zone("mx.example.org. 60 A 192.0.2.1").replies(asked);
    });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 200).mapToObj(_ -> threads.submit(() -> resolver.a(HOST))).toList();
      awaitQuestions(200);
      hold.countDown();
      for (Future<? extends Lookup<?>> one : all) assertThat(one.get().records()).hasSize(1);
    }
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void when_who_asked_first_is_interrupted_the_next_takes_over() throws Exception {
    server.behave(Replies.inTurn(Replies.silent(), Replies.zone("mx.example.org. 60 A 192.0.2.1")));
    var first = Thread.ofVirtual().start(() -> resolver.a(HOST));
    awaitAsked(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var second = threads.submit(() -> resolver.a(HOST));
      awaitQuestions(2);
      first.interrupt();
      first.join();
      assertThat(second.get().records()).hasSize(1);
    }
  }

  @Test
  void an_interrupt_ends_the_wait_and_is_not_remembered() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = new Thread[1];
      var asking =
          threads.submit(() -> {
            thread[0] = Thread.currentThread();
            var lookup = resolver.a(HOST);
            return Thread.currentThread().isInterrupted() ? lookup : null;
          });
      awaitAsked(1);
      thread[0].interrupt();
      assertThat(asking.get()).isInstanceOf(Lookup.Failed.class);
    }
    serve("mx.example.org. 60 A 192.0.2.1");
    assertThat(resolver.a(HOST).records()).hasSize(1);
  }

  @Test
  void close_ends_what_is_under_way_and_what_comes_later() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asking = threads.submit(() -> resolver.a(HOST));
      var another = threads.submit(() -> resolver.mx(HOST));
      awaitAsked(2);
      resolver.close();
      assertThat(asking.get()).isInstanceOf(Lookup.Failed.class);
      assertThat(another.get()).isInstanceOf(Lookup.Failed.class);
    }
    assertThat(resolver.tlsa(HOST)).isInstanceOf(Lookup.Failed.class);
  }

  @Test
  void no_more_questions_than_allowed_are_on_their_way_at_once() throws Exception {
    try (var narrow = resolver(config().withQuestionsAtOnce(1));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hold = new CountDownLatch(1);
      server.behave(asked -> {
        try {
          hold.await();
        } catch (InterruptedException e) {
          throw new java.io.IOException(e);
        }
        return Replies.rcode(Rcode.NXDOMAIN).replies(asked);
      });
      var one = threads.submit(() -> narrow.a(HOST));
      var other = threads.submit(() -> narrow.mx(HOST));
      awaitAsked(1);
      while (narrow.counts().questions() < 2) Thread.onSpinWait();
      assertThat(asked()).isEqualTo(1);
      hold.countDown();
      assertThat(one.get()).isInstanceOf(Lookup.NoSuchName.class);
      assertThat(other.get()).isInstanceOf(Lookup.NoSuchName.class);
      assertThat(asked()).isEqualTo(2);
    }
  }
}

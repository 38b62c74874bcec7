package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.platform.dns.NameServer.By;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.RecordType;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// What a resolver makes of servers that fail, lie, or are not there.
class FailureTest {
  private static final DnsName HOST = new DnsName("mx.example.org");
  private static final String A = "mx.example.org. 60 A 192.0.2.1";
  private static final Duration TRY = Duration.ofMillis(250);
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final ManualClock clock = ManualClock.standing();
  private NameServer server;
  private NameServer second;

  @SuppressWarnings("NullAway") // made before each test
  FailureTest() {}

  @BeforeEach
  void start() throws Exception {
    server = new NameServer(Replies.silent());
    second = new NameServer(Replies.silent());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    second.close();
  }

  /// Asks for what is answered at once, however slow the machine is.
  private Resolver patient(NameServer... servers) {
    return resolver(PATIENT, servers);
  }

  private Resolver resolver(Duration oneTry, NameServer... servers) {
    var addresses = Stream.of(servers).map(NameServer::address).toList();
    var config = ResolverConfig.of(addresses).withTimeouts(oneTry, oneTry.multipliedBy(6));
    return new Resolver(config, clock, new SecureRandom());
  }

  private static Failure failure(Lookup<?> lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Failed.class);
    return ((Lookup.Failed<?>) lookup).failure();
  }

  @Test
  void silence_is_a_time_out() {
    try (var resolver = resolver(TRY, server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.TIMEOUT);
      assertThat(server.questions())
          .containsExactly("UDP mx.example.org A", "UDP mx.example.org A");
    }
  }

  @Test
  void a_lost_packet_is_sent_again() {
    server.behave(Replies.inTurn(Replies.silent(), Replies.zone(A)));
    try (var resolver = resolver(Duration.ofSeconds(1), server)) {
      assertThat(resolver.a(HOST).records()).hasSize(1);
    }
  }

  @Test
  void a_type_that_is_never_answered_is_told_from_a_dead_server() {
    server.behave(asked ->
        asked.isFor(RecordType.TLSA) ? List.of() : Replies.rcode(Rcode.NXDOMAIN).replies(asked));
    try (var resolver = resolver(TRY, server)) {
      assertThat(failure(resolver.tlsa(HOST))).isEqualTo(Failure.TYPE_DROPPED);
    }
    server.behave(Replies.silent());
    try (var resolver = resolver(TRY, server)) {
      assertThat(failure(resolver.tlsa(HOST))).isEqualTo(Failure.TIMEOUT);
    }
  }

  @Test
  void a_dropped_type_is_seen_behind_a_dead_server_too() {
    second.behave(asked ->
        asked.isFor(RecordType.TLSA) ? List.of() : Replies.rcode(Rcode.NXDOMAIN).replies(asked));
    try (var resolver = resolver(TRY, server, second)) {
      assertThat(failure(resolver.tlsa(HOST))).isEqualTo(Failure.TYPE_DROPPED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SERVFAIL, SERVER_FAILED",
    "REFUSED, REFUSED",
    "NOTIMP, REFUSED",
    "FORMERR, REFUSED",
    "YXDOMAIN, SERVER_FAILED"
  })
  void what_a_server_says_instead_of_an_answer_is_told(String rcode, Failure failure) {
    server.behave(Replies.rcode(Rcode.value(rcode)));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.tlsa(HOST))).isEqualTo(failure);
    }
  }

  @Test
  void a_server_that_only_knows_who_to_ask_does_not_help() {
    server.behave(
        Replies.changed(
            Replies.rcode(Rcode.NOERROR),
            reply -> {
              reply.getHeader().unsetFlag(Flags.RA);
              reply.addRecord(Replies.record("org. 60 NS ns.example.net."), Section.AUTHORITY);
            }));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.REFUSED);
    }
  }

  @Test
  void what_is_known_only_without_validation_is_bogus() {
    server.behave(asked ->
        asked.message().getHeader().getFlag(Flags.CD)
            ? Replies.zone(A).replies(asked)
            : Replies.rcode(Rcode.SERVFAIL).replies(asked));
    second.behave(Replies.zone(A));
    try (var resolver = patient(server, second)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.BOGUS);
      // Whoever does not notice the forgery is not asked.
      assertThat(second.questions()).isEmpty();
    }
  }

  @Test
  void a_failure_that_has_passed_is_not_bogus() {
    server.behave(Replies.inTurn(Replies.rcode(Rcode.SERVFAIL), Replies.zone(A)));
    try (var resolver = patient(server)) {
      assertThat(resolver.a(HOST).records()).hasSize(1);
    }
  }

  @Test
  void when_one_server_fails_the_next_is_asked() {
    second.behave(Replies.zone(A));
    for (var rcode : new int[] {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP}) {
      server.behave(Replies.rcode(rcode));
      try (var resolver = patient(server, second)) {
        assertThat(resolver.a(HOST).records()).as(Rcode.string(rcode)).hasSize(1);
      }
    }
  }

  @Test
  void nobody_at_the_port_is_noticed_at_once() throws Exception {
    second.behave(Replies.zone(A));
    var gone = new NameServer(Replies.silent());
    // A time-out that would end the test's patience.
    var config =
        ResolverConfig.of(List.of(gone.address(), second.address()))
            .withTimeouts(Duration.ofSeconds(30), Duration.ofMinutes(1));
    gone.close();
    try (var resolver = new Resolver(config, clock, new SecureRandom())) {
      assertThat(resolver.a(HOST).records()).hasSize(1);
    }
  }

  @Test
  void a_dead_server_is_asked_last_until_its_time_is_over() {
    second.behave(Replies.zone(A));
    try (var resolver = resolver(Duration.ofSeconds(1), server, second)) {
      assertThat(resolver.a(new DnsName("a.example.org"))).isInstanceOf(Lookup.NoSuchName.class);
      assertThat(server.questions()).hasSize(1);
      resolver.a(new DnsName("b.example.org"));
      assertThat(server.questions()).hasSize(1);
      clock.move(Duration.ofSeconds(31));
      server.behave(Replies.zone(A));
      resolver.a(new DnsName("c.example.org"));
      assertThat(server.questions()).hasSize(2);
      resolver.a(new DnsName("d.example.org"));
      assertThat(server.questions()).hasSize(3);
      assertThat(second.questions()).hasSize(2);
    }
  }

  @Test
  void a_server_that_answers_others_is_not_dead_but_slow_for_one() {
    server.behave(
        asked -> asked.toString().contains("slow") ? List.of() : Replies.zone(A).replies(asked));
    second.behave(Replies.rcode(Rcode.NXDOMAIN));
    try (var resolver = resolver(Duration.ofSeconds(1), server, second);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = threads.submit(() -> resolver.a(new DnsName("slow.example.org")));
      while (server.questions().isEmpty()) Thread.onSpinWait();
      resolver.a(HOST);
      assertThat(slow).succeedsWithin(PATIENT).isInstanceOf(Lookup.NoSuchName.class);
      resolver.mx(HOST);
      assertThat(second.questions()).containsExactly("UDP slow.example.org A");
    }
  }

  @Test
  void a_trusted_server_is_passed_over_only_for_another_trusted_one() {
    var clock = ManualClock.standing();
    var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);
    var other = new InetSocketAddress(InetAddress.ofLiteral("::1"), 53);
    var far = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53);
    var servers = new Servers(ResolverConfig.of(List.of(loopback, far)), clock);
    servers.inOrder().getFirst().isGone("tried");
    assertThat(servers.inOrder())
        .extracting(Servers.Server::address)
        .containsExactly(loopback, far);
    servers = new Servers(ResolverConfig.of(List.of(loopback, far, other)), clock);
    servers.inOrder().getFirst().isGone("tried");
    assertThat(servers.inOrder())
        .extracting(Servers.Server::address)
        .containsExactly(far, other, loopback);
  }

  @Test
  void when_all_are_avoided_they_are_asked_all_the_same() {
    try (var resolver = resolver(TRY, server, second)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.TIMEOUT);
    }
    server.behave(Replies.zone(A));
    try (var resolver = resolver(Duration.ofSeconds(2), server, second)) {
      assertThat(resolver.a(HOST).records()).hasSize(1);
    }
  }

  @Test
  void an_answer_with_another_id_or_question_is_not_ours() {
    server.behave(asked -> {
      var wrongId = Replies.answers("mx.example.org. 60 A 203.0.113.1").replies(asked).getFirst();
      wrongId[1] ^= 1;
      var other = new Message(asked.message().getHeader().getID());
      other.getHeader().setFlag(Flags.QR);
      other.addRecord(Replies.record("other.example.org. 60 A 203.0.113.2"), Section.QUESTION);
      other.addRecord(Replies.record("mx.example.org. 60 A 203.0.113.3"), Section.ANSWER);
      var echo = asked.message().toWire();
      var right = Replies.zone(A).replies(asked).getFirst();
      return List.of(wrongId, other.toWire(), echo, new byte[3], right);
    });
    try (var resolver = patient(server)) {
      assertThat(resolver.a(HOST).records())
          .map(InetAddress.class::cast)
          .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  @Test
  void a_flood_of_guessed_ids_drives_the_question_to_tcp() {
    server.behave(asked -> {
      if (asked.by() == By.TCP) return Replies.zone(A).replies(asked);
      var forged = Replies.answers("mx.example.org. 60 A 203.0.113.1");
      return IntStream.range(1, 60).mapToObj(i -> guess(forged, asked, i)).toList();
    });
    try (var resolver = patient(server)) {
      assertThat(resolver.a(HOST).records())
          .map(InetAddress.class::cast)
          .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    }
  }

  private static byte[] guess(NameServer.Behaviour forged, NameServer.Asked asked, int guess) {
    try {
      var octets = forged.replies(asked).getFirst();
      octets[1] ^= (byte) guess;
      return octets;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void records_of_other_names_are_nobody_s_business() {
    server.behave(
        Replies.answers("evil.example. 60 A 203.0.113.1", "mx.example.org. 60 MX 1 evil.example."));
    try (var resolver = patient(server)) {
      assertThat(resolver.a(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(false));
    }
  }

  @Test
  void aliases_in_a_circle_end() {
    server.behave(
        Replies.zone(
            "mx.example.org. 60 CNAME b.example.org.", "b.example.org. 60 CNAME mx.example.org."));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
    server.behave(Replies.answers("mx.example.org. 60 CNAME mx.example.org."));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 1000})
  void there_is_a_limit_to_aliases(int aliases) {
    var lines =
        IntStream.range(0, aliases)
            .mapToObj(i -> "a%d.example.org. 60 CNAME a%d.example.org.".formatted(i, i + 1));
    var end = "a%d.example.org. 60 A 192.0.2.1".formatted(aliases);
    server.behave(Replies.answers(Stream.concat(lines, Stream.of(end)).toArray(String[]::new)));
    try (var resolver = patient(server)) {
      var lookup = resolver.a(new DnsName("a0.example.org"));
      if (aliases <= 16) assertThat(lookup.records()).hasSize(1);
      else assertThat(failure(lookup)).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void aliases_that_come_one_by_one_end_too() {
    server.behave(asked -> {
      var name = asked.message().getQuestion().getName();
      var next = Integer.parseInt(name.getLabelString(0).substring(1)) + 1;
      return Replies.answers("%s 60 CNAME a%d.example.org.".formatted(name, next)).replies(asked);
    });
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(new DnsName("a0.example.org")))).isEqualTo(Failure.MALFORMED);
      assertThat(server.questions()).hasSize(17);
    }
  }

  @Test
  void dnames_that_lengthen_for_ever_end() {
    server.behave(Replies.answers("example.org. 60 DNAME a.a.a.example.org."));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void more_records_than_anybody_has_are_refused() {
    var lines =
        IntStream.range(0, 600)
            .mapToObj(i -> "mx.example.org. 60 A 10.0.%d.%d".formatted(i / 256, i % 256))
            .toArray(String[]::new);
    server.behave(Replies.zone(lines));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void records_of_a_name_that_does_not_exist_make_no_sense() {
    server.behave(
        Replies.changed(Replies.answers(A), reply -> reply.getHeader().setRcode(Rcode.NXDOMAIN)));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void a_host_that_cannot_be_asked_for_is_passed_over() {
    server.behave(
        Replies.answers(
            "example.org. 60 MX 10 a\\.b.example.org.", "example.org. 60 MX 20 mx.example.org."));
    try (var resolver = patient(server)) {
      assertThat(resolver.mx(new DnsName("example.org")).records())
          .singleElement()
          .matches(mx -> mx.host().equals(HOST));
    }
    server.behave(Replies.answers("example.org. 60 MX 10 a\\.b.example.org."));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.mx(new DnsName("example.org")))).isEqualTo(Failure.MALFORMED);
    }
    server.behave(Replies.answers("mx.example.org. 60 CNAME a\\.b.example.org."));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void rubbish_with_the_right_id_is_told_and_the_next_server_asked() {
    server.behave(asked -> {
      var reply = Replies.zone(A).replies(asked).getFirst();
      return List.of(java.util.Arrays.copyOf(reply, reply.length - 2));
    });
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
    second.behave(Replies.zone(A));
    try (var resolver = patient(server, second)) {
      assertThat(resolver.a(HOST).records()).hasSize(1);
    }
  }

  @Test
  void a_cut_answer_whose_tcp_stalls_or_lies_fails() {
    server.behave(asked ->
        asked.by() == By.TCP
            ? List.of()
            : Replies.changed(Replies.rcode(Rcode.NOERROR), r -> r.getHeader().setFlag(Flags.TC))
                .replies(asked));
    try (var resolver = resolver(TRY, server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.TIMEOUT);
    }
    server.behave(
        Replies.changed(Replies.rcode(Rcode.NOERROR), r -> r.getHeader().setFlag(Flags.TC)));
    try (var resolver = patient(server)) {
      assertThat(failure(resolver.a(HOST))).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void the_whole_never_takes_longer_than_it_may() {
    var servers = Stream.generate(server::address).limit(16).toList();
    var config =
        ResolverConfig.of(servers).withTimeouts(Duration.ofMillis(200), Duration.ofMillis(700));
    try (var resolver = new Resolver(config, clock, new SecureRandom())) {
      var before = System.nanoTime();
      assertThat(failure(resolver.tlsa(HOST))).isEqualTo(Failure.TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(600), Duration.ofSeconds(5));
    }
  }
}

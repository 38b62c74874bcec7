package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.queue.FakeCarrier.all;
import static org.posthorn.domain.queue.FakeCarrier.refused;
import static org.posthorn.domain.queue.FakeCarrier.taken;
import static org.posthorn.domain.queue.PostOffice.FIRST;
import static org.posthorn.domain.queue.PostOffice.parcel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.NewMail.Timing;
import org.posthorn.domain.relay.ConnectionFailure;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RecipientOutcome.Elsewhere;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Sent;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.smtp.EnhancedCode;

/// How mail leaves, on every engine.
abstract class QueueContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private final PostOffice office;

  QueueContract(Dialect dialect) {
    office = new PostOffice(dialect);
  }

  @AfterEach
  void no_octets_are_lost_or_left() {
    office.close();
  }

  @Test
  void what_was_accepted_is_handed_over_and_gone() {
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test", "y@a.test"));
    office.quiet();
    assertThat(office.carrier.handed)
        .containsExactly(
            new FakeCarrier.Handed("mx.a.test", List.of("x@a.test", "y@a.test"), "hello\r\n", 1));
    assertThat(office.entries()).isEmpty();
    assertThat(office.reports).isEmpty();
    assertThat(office.events(QueueEvent.Queued.class)).hasSize(1);
    assertThat(office.events(QueueEvent.Delivered.class)).hasSize(1);
  }

  @Test
  void every_destination_gets_its_own_copy_of_one_blob() {
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test"), parcel("b.test", "y@b.test"));
    office.quiet();
    assertThat(office.carrier.texts("a.test")).containsExactly("hello\r\n");
    assertThat(office.carrier.texts("b.test")).containsExactly("hello\r\n");
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void mail_that_nobody_announced_is_found_half_a_minute_later() {
    office.start().silently(office.mail("hello\r\n", parcel("a.test", "x@a.test")));
    office.quiet();
    assertThat(office.carrier.handed).isEmpty();
    office.after(Housekeeper.PERIOD);
    assertThat(office.carrier.handed).hasSize(1);
  }

  @Test
  void more_recipients_than_a_transaction_takes_are_several_entries() {
    var recipients =
        IntStream.range(0, 250).mapToObj(i -> "r" + i + "@a.test").toArray(String[]::new);
    office.silently(office.mail("hello\r\n", parcel("a.test", recipients)));
    assertThat(office.entries())
        .extracting(listed -> listed.entry().recipients().size())
        .containsExactly(100, 100, 50);
    office.start();
    assertThat(office.carrier.handed).hasSize(3);
  }

  @Test
  void messages_for_one_destination_share_a_session() {
    for (int i = 0; i < 10; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.handed).hasSize(10);
    assertThat(office.carrier.dialled).hasSize(1);
  }

  @Test
  void a_session_waits_a_little_for_more_mail_and_then_ends() {
    office.start().accept("one\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    office.accept("two\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    assertThat(office.carrier.dialled).hasSize(1);
    office.after(Duration.ofSeconds(4));
    // The worker's time is over by the clock; its thread may still be on its way out.
    assertThat(office.crew().queue().lanes().awaitEmpty(PostOffice.PATIENCE)).isTrue();
    office.accept("three\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    assertThat(office.carrier.dialled).hasSize(2);
  }

  @Test
  void a_host_that_takes_so_many_messages_a_session_gets_more_sessions() {
    office.carrier.perSession.put("mx.a.test", 2);
    for (int i = 0; i < 5; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.handed).hasSize(5);
    assertThat(office.carrier.dialled).hasSize(3);
  }

  @Test
  void urgent_mail_goes_before_bulk() {
    var now = Timing.of(office.clock.instant());
    var to = parcel("a.test", "x@a.test");
    office.silently(office.mail("bulk\r\n", Priority.BULK, now, to));
    office.silently(office.mail("normal\r\n", Priority.NORMAL, now, to));
    office.silently(office.mail("urgent\r\n", Priority.URGENT, now, to));
    office.start();
    assertThat(office.carrier.texts("a.test"))
        .containsExactly("urgent\r\n", "normal\r\n", "bulk\r\n");
  }

  @Test
  void a_temporary_failure_waits_and_counts() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(450, "4.2.1", "grey")));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    var entry = office.entry();
    assertThat(entry.attempts()).isEqualTo(1);
    assertThat(entry.code()).isEqualTo("4.2.1");
    assertThat(entry.reason()).isEqualTo("mx.a.test: 450 4.2.1 grey");
    assertThat(Duration.between(office.clock.instant(), entry.due()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(office.events(QueueEvent.Deferred.class)).hasSize(1);
    office.carrier.hosts.clear();
    office.after(Duration.ofMinutes(6));
    assertThat(office.entries()).isEmpty();
    assertThat(office.carrier.handed).hasSize(1);
  }

  @Test
  void who_got_it_does_not_get_it_again() {
    office.carrier.hosts.put(
        "mx.a.test",
        _ -> new Sent.Complete(List.of(taken(), refused(452, "4.2.2", "full"), taken())));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test", "y@a.test", "z@a.test"));
    office.quiet();
    var left = office.entry().recipients();
    assertThat(left)
        .extracting(one -> one.recipient().address().toString())
        .containsExactly("y@a.test");
    assertThat(left.getFirst().last())
        .isEqualTo(
            new Fault(EnhancedCode.of("4.2.2"), "mx.a.test", Fault.Voice.THEIRS, "452 4.2.2 full"));
    office.carrier.hosts.clear();
    office.after(HOUR);
    assertThat(office.carrier.handed)
        .extracting(FakeCarrier.Handed::recipients)
        .containsExactly(List.of("x@a.test", "z@a.test"), List.of("y@a.test"));
  }

  @Test
  void recipients_that_were_not_tried_are_tried_at_once() {
    var first = new AtomicInteger();
    office.carrier.hosts.put(
        "mx.a.test",
        mail ->
            first.getAndIncrement() == 0
                ? new Sent.Complete(List.of(taken(), new RecipientOutcome.NotTried()))
                : all(mail, taken()));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test", "y@a.test"));
    office.quiet();
    assertThat(office.entries()).isEmpty();
    assertThat(office.carrier.handed).hasSize(2);
  }

  @Test
  void a_dead_destination_shuts_for_all_its_mail_at_once() {
    office.carrier.dead("dead.test");
    for (int i = 0; i < 100; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("dead.test", "x@dead.test")));
    office.start();
    assertThat(office.carrier.dialled).hasSize(1);
    assertThat(office.entries())
        .hasSize(100)
        .allSatisfy(listed -> {
          assertThat(listed.reason()).contains("no connection to mx.dead.test");
          assertThat(listed.entry().lease()).isNull();
          assertThat(Duration.between(office.clock.instant(), listed.next()))
              .isBetween(Duration.ofSeconds(96), Duration.ofSeconds(144));
        });
    office.after(Duration.ofSeconds(145));
    assertThat(office.carrier.dialled).hasSize(2);
    office.carrier.closed.clear();
    office.after(Duration.ofSeconds(290));
    assertThat(office.carrier.handed).hasSize(100);
    assertThat(office.entries()).isEmpty();
    assertThat(office.partition().<Boolean>read(tx -> GateRows.find(tx, "dead.test") == null))
        .isTrue();
  }

  @Test
  void a_shut_destination_stays_shut_over_a_restart() {
    office.carrier.dead("dead.test");
    office.start().accept("hello\r\n", parcel("dead.test", "x@dead.test"));
    office.quiet();
    office.restart();
    assertThat(office.carrier.dialled).hasSize(1);
  }

  @Test
  void dead_destinations_do_not_keep_live_ones_waiting() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    for (int i = 0; i < 100; i++) {
      var dead = "dead" + i + ".test";
      office.carrier.routes.put(
          dead,
          _ -> {
            await(stuck);
            return new Route.TemporaryFailure(EnhancedCode.of("4.4.3"), "no answer");
          });
      office.silently(office.mail("d" + i + "\r\n", parcel(dead, "x@" + dead)));
    }
    var live = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      var domain = "live" + i + ".test";
      office.carrier.hosts.put(
          "mx." + domain,
          mail -> {
            live.countDown();
            return all(mail, taken());
          });
    }
    for (int i = 0; i < 100; i++) {
      var domain = "live" + i + ".test";
      office.silently(
          office.mail(
              "l" + i + "\r\n",
              Priority.URGENT,
              Timing.of(office.clock.instant()),
              parcel(domain, "x@" + domain)));
    }
    office.startUnquiet();
    try {
      assertThat(live.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      stuck.countDown();
    }
    office.quiet();
    assertThat(office.carrier.handed).hasSize(100);
    assertThat(office.entries()).hasSize(100);
  }

  @Test
  void destinations_that_failed_are_tried_a_few_at_a_time() {
    var entered = new AtomicInteger();
    var stuck = new CountDownLatch(1);
    for (int i = 0; i < 40; i++) {
      var dead = "dead" + i + ".test";
      office.carrier.dead(dead);
      office.silently(office.mail("d" + i + "\r\n", parcel(dead, "x@" + dead)));
    }
    office.start();
    assertThat(office.carrier.dialled).hasSize(40);
    for (int i = 0; i < 40; i++)
      office.carrier.routes.put(
          "dead" + i + ".test",
          _ -> {
            entered.incrementAndGet();
            await(stuck);
            return new Route.TemporaryFailure(EnhancedCode.of("4.4.3"), "no answer");
          });
    office.clock.move(HOUR);
    office.crew().queue().lanes().lookAgain();
    office.accept("live\r\n", parcel("live.test", "x@live.test"));
    while (office.carrier.texts("live.test").isEmpty()) Thread.onSpinWait();
    assertThat(entered).hasValueLessThanOrEqualTo(10);
    stuck.countDown();
    office.quiet();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_destination_gets_more_connections_while_batches_are_full_up_to_its_limit() {
    office.limits.put("a.test", new DestinationLimits(4, null));
    var together = new CyclicBarrier(4);
    var first = new AtomicBoolean(true);
    office.carrier.hosts.put(
        "mx.a.test",
        mail -> {
          if (!first.getAndSet(false)) meet(together);
          return all(mail, taken());
        });
    for (int i = 0; i < 4 * Worker.BATCH + 1; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.handed).hasSize(4 * Worker.BATCH + 1);
    assertThat(office.carrier.mostOpen).containsEntry("mx.a.test", 4);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_rate_is_kept() {
    office.limits.put(
        "a.test", new DestinationLimits(20, new DestinationLimits.Rate(10, Duration.ofMinutes(1))));
    for (int i = 0; i < 25; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.handed).hasSize(10);
    office.after(Duration.ofSeconds(30));
    assertThat(office.carrier.handed).hasSize(15);
    office.after(Duration.ofMinutes(10));
    assertThat(office.carrier.handed).hasSize(25);
  }

  @Test
  void a_host_that_refuses_another_connection_keeps_those_it_has() {
    var opened = new AtomicInteger();
    office.carrier.hosts.put(
        "mx.a.test",
        mail -> {
          if (opened.incrementAndGet() == 1)
            office.carrier.closed.put("mx.a.test", FakeCarrier.noConnection("a.test"));
          return all(mail, taken());
        });
    for (int i = 0; i < 3 * Worker.BATCH; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.handed).hasSize(3 * Worker.BATCH);
  }

  @Test
  void the_next_host_is_asked_when_the_first_is_not_there() {
    office.carrier.routes.put(
        "a.test",
        _ ->
            new Route.Targets(
                List.of(FakeCarrier.target("mx1.a.test"), FakeCarrier.target("mx2.a.test")),
                List.of()));
    office.carrier.closed.put("mx1.a.test", FakeCarrier.noConnection("a.test"));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    assertThat(office.carrier.handed.getFirst().host()).isEqualTo("mx2.a.test");
  }

  @Test
  void tls_that_does_not_work_and_need_not_is_left_out() {
    office.carrier.closed.put(
        "mx.a.test",
        new ConnectionFailure(EnhancedCode.of("4.7.5"), null, "no TLS", Next.IN_THE_CLEAR));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test"));
    office.quiet();
    assertThat(office.carrier.dialled).containsExactly("mx.a.test", "mx.a.test");
  }

  @Test
  void what_one_host_cannot_take_another_is_asked_for() {
    office.carrier.routes.put(
        "a.test",
        _ ->
            new Route.Targets(
                List.of(FakeCarrier.target("mx1.a.test"), FakeCarrier.target("mx2.a.test")),
                List.of()));
    var lacking =
        new RecipientOutcome.PermanentFailure(
            null, EnhancedCode.of("5.6.7"), "no SMTPUTF8", Elsewhere.MAY_DIFFER);
    office.carrier.hosts.put("mx1.a.test", _ -> new Sent.Complete(List.of(taken(), lacking)));
    office.start().accept("hello\r\n", parcel("a.test", "x@a.test", "y@a.test"));
    office.quiet();
    assertThat(office.carrier.handed)
        .extracting(one -> one.host() + one.recipients())
        .containsExactly("mx1.a.test[x@a.test]", "mx2.a.test[y@a.test]");
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void a_session_that_breaks_at_its_first_message_shuts_the_destination() {
    office.carrier.hosts.put("mx.a.test", QueueContract::broken);
    for (int i = 0; i < 3; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.dialled).hasSize(1);
    assertThat(office.entries()).hasSize(3);
    assertThat(office.entries()).filteredOn(one -> one.entry().attempts() == 1).hasSize(1);
    office.carrier.hosts.clear();
    office.after(HOUR);
    assertThat(office.carrier.handed).hasSize(3);
  }

  private static Sent broken(OutgoingMail mail) {
    var failure =
        new ConnectionFailure(EnhancedCode.of("4.4.2"), null, "connection lost", Next.LATER);
    var outcome = new RecipientOutcome.TemporaryFailure(null, failure.code(), failure.reason());
    return new Sent.Broken(
        mail.recipients().stream().map(_ -> (RecipientOutcome) outcome).toList(),
        failure,
        Sent.Known.NOT_TAKEN);
  }

  @Test
  void a_host_that_takes_nothing_is_left_alone_after_some_messages() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(451, "4.3.2", "busy")));
    for (int i = 0; i < 30; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.events(QueueEvent.Deferred.class)).hasSize(Worker.FUTILE);
  }

  @Test
  void one_message_that_cannot_be_handled_does_not_stop_the_others() {
    office.carrier.hosts.put(
        "mx.a.test",
        mail -> {
          if (FakeCarrier.text(mail).startsWith("bad")) throw new IllegalStateException("a bug");
          return all(mail, taken());
        });
    office.silently(office.mail("good\r\n", parcel("a.test", "x@a.test")));
    office.silently(office.mail("bad\r\n", parcel("a.test", "x@a.test")));
    office.silently(office.mail("fine\r\n", parcel("a.test", "x@a.test")));
    office.start();
    assertThat(office.carrier.texts("a.test")).containsExactly("good\r\n", "fine\r\n");
    assertThat(office.entry().reason()).isEqualTo("internal error");
  }

  @Test
  void a_route_that_is_no_more_waits() {
    office.unknownRoutes.add("@smarthost");
    office.start().accept("hello\r\n", parcel("@smarthost", "x@a.test"));
    office.quiet();
    assertThat(office.entries().getFirst().reason()).isEqualTo("there is no route @smarthost");
  }

  @Test
  void what_is_put_off_leaves_at_its_time() {
    var now = office.clock.instant();
    var release = new Release(now.plus(HOUR), "for;3600");
    office
        .start()
        .accept(
            office.mail(
                "later\r\n",
                Priority.NORMAL,
                new Timing(now, release, null),
                parcel("a.test", "x@a.test")));
    office.after(HOUR.minusSeconds(1));
    assertThat(office.carrier.handed).isEmpty();
    assertThat(office.entry().times().release()).isEqualTo(release);
    office.after(Duration.ofSeconds(1));
    assertThat(office.carrier.handed).hasSize(1);
  }

  @Test
  void what_has_not_left_can_be_taken_back_by_its_sender_alone() {
    var now = office.clock.instant();
    var timing = new Timing(now, new Release(now.plusSeconds(20), null), null);
    var mail =
        office.mail(
            "oops\r\n",
            Priority.NORMAL,
            timing,
            parcel("a.test", "x@a.test"),
            parcel("b.test", "x@b.test"));
    office.start().accept(mail);
    var queue = office.mailQueue();
    var other = new AccountId(8);
    assertThat(queue.putOff(PostOffice.ROMEO)).isEqualTo(2);
    assertThat(queue.putOff(other)).isZero();
    assertThat(queue.undo(FIRST, other, mail.id())).isZero();
    assertThat(queue.undo(FIRST, PostOffice.ROMEO, mail.id())).isEqualTo(2);
    assertThat(queue.undo(FIRST, PostOffice.ROMEO, mail.id())).isZero();
    office.after(HOUR);
    assertThat(office.carrier.handed).isEmpty();
  }

  @Test
  void what_has_left_cannot_be_taken_back() {
    office.carrier.dead("a.test");
    var mail = office.mail("gone\r\n", parcel("a.test", "x@a.test"));
    office.start().accept(mail);
    office.quiet();
    assertThat(office.mailQueue().undo(FIRST, PostOffice.ROMEO, mail.id())).isZero();
  }

  @Test
  void mail_in_several_partitions_is_sent() {
    var second = office.storage().createPartition();
    var mail = office.mail("two\r\n", parcel("a.test", "x@a.test"));
    office.silently(office.mail("one\r\n", parcel("a.test", "x@a.test")));
    second.write(List.of(mail.blob()), tx -> office.mailQueue().accept(tx, second.id(), mail));
    office.start();
    assertThat(office.carrier.texts("a.test")).containsExactlyInAnyOrder("one\r\n", "two\r\n");
    assertThat(office.carrier.dialled).hasSize(1);
  }
}

package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.queue.FakeCarrier.all;
import static org.posthorn.domain.queue.FakeCarrier.taken;
import static org.posthorn.domain.queue.PostOffice.FIRST;
import static org.posthorn.domain.queue.PostOffice.parcel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.queue.EntryRows.Claim;
import org.posthorn.platform.storage.Dialect;

/// What becomes of leased mail when workers end, well or badly, on every engine.
abstract class QueueLeasesContract {

  private final PostOffice office;

  QueueLeasesContract(Dialect dialect) {
    office = new PostOffice(dialect);
  }

  @AfterEach
  void no_octets_are_lost_or_left() {
    office.close();
  }

  @Test
  void mail_of_a_worker_that_died_is_free_when_its_lease_ends() {
    office.silently(office.mail("hello\r\n", parcel("a.test", "x@a.test")));
    lease("there/1");
    office.start();
    assertThat(office.carrier.handed).isEmpty();
    office.after(Leases.LENGTH.minusSeconds(1));
    assertThat(office.carrier.handed).isEmpty();
    office.after(Duration.ofSeconds(1));
    assertThat(office.carrier.handed).hasSize(1);
  }

  @Test
  void mail_of_a_node_that_died_is_free_when_it_starts_again() {
    office.silently(office.mail("hello\r\n", parcel("a.test", "x@a.test")));
    lease("here/1");
    office.start();
    assertThat(office.carrier.handed).hasSize(1);
  }

  private List<QueueEntry> lease(String name) {
    var now = office.clock.instant();
    var claim = new Claim(name, now, now.plus(Leases.LENGTH), 10);
    return office.partition().write(tx -> EntryRows.lease(tx, FIRST, "a.test", claim));
  }

  @Test
  void who_has_lost_his_lease_changes_nothing() {
    office.silently(office.mail("hello\r\n", parcel("a.test", "x@a.test")));
    var entry = lease("there/1").getFirst();
    office.partition().write(tx -> EntryRows.freeEnded(tx, entry.due()));
    office.clock.move(Leases.LENGTH);
    assertThat(lease("there/2")).hasSize(1);
    office.crew().settling().giveUp(entry, Fault.ours("5.0.0", "no"), List.of());
    assertThat(office.entry().lease()).isEqualTo("there/2");
    assertThat(office.events(QueueEvent.Failed.class)).isEmpty();
  }

  @Test
  void leases_of_live_workers_are_renewed() {
    office.silently(office.mail("hello\r\n", parcel("a.test", "x@a.test")));
    var entries = lease("there/1");
    office.crew().leases().begin(entries);
    office.start();
    for (int i = 0; i < 20; i++) office.after(Duration.ofMinutes(1));
    assertThat(office.carrier.handed).isEmpty();
    assertThat(office.entry().lease()).isEqualTo("there/1");
  }

  @Test
  void two_leases_never_have_the_same_entry() {
    for (int i = 0; i < 15; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    var first = lease("there/1");
    var second = lease("there/2");
    assertThat(first).hasSize(10);
    assertThat(second).hasSize(5);
    assertThat(first)
        .extracting(QueueEntry::id)
        .doesNotContainAnyElementsOf(second.stream().map(QueueEntry::id).toList());
  }

  @Test
  void closing_ends_after_the_message_and_frees_the_rest() {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    office.carrier.hosts.put(
        "mx.a.test",
        mail -> {
          begun.countDown();
          await(go);
          return all(mail, taken());
        });
    for (int i = 0; i < 5; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("a.test", "x@a.test")));
    office.startUnquiet();
    await(begun);
    var closing = Thread.ofVirtual().start(office::stop);
    while (!office.crew().queue().lanes().isClosing()) Thread.onSpinWait();
    go.countDown();
    join(closing);
    assertThat(office.carrier.handed).hasSize(1);
    assertThat(office.entries()).hasSize(4).allMatch(one -> one.entry().lease() == null);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

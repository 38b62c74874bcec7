package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.queue.PostOffice.address;
import static org.posthorn.domain.queue.PostOffice.parcel;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.queue.NewMail.Timing;
import org.posthorn.domain.queue.QueueSummary.By;
import org.posthorn.domain.queue.Suppression.Pattern;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.wire.mail.DomainName;

/// What administrators see and do, on every engine.
abstract class QueueAdministrationContract {

  private final PostOffice office;

  QueueAdministrationContract(Dialect dialect) {
    office = new PostOffice(dialect);
  }

  @AfterEach
  void no_octets_are_lost_or_left() {
    office.close();
  }

  /// Two for a destination that is dead, one for another.
  @BeforeEach
  void some_mail() {
    office.carrier.dead("a.test");
    office.carrier.dead("b.test");
    office.silently(office.mail("one\r\n", parcel("a.test", "x@a.test")));
    office.silently(office.mail("two\r\n", parcel("a.test", "y_z@a.test")));
    office.clock.move(Duration.ofHours(2));
    office.silently(office.mail("three\r\n", parcel("b.test", "x@b.test")));
  }

  private QueueAdministration admin() {
    return office.administration();
  }

  private List<String> ids(QueueFilter filter) {
    return admin().list(filter, null, 100).stream().map(one -> one.entry().messageId()).toList();
  }

  private QueueFilter filter(String sender, String recipient, String reason) {
    return new QueueFilter(null, sender, recipient, null, null, null, null, null, reason);
  }

  @Test
  void entries_are_listed_a_page_at_a_time() {
    var first = admin().list(QueueFilter.ALL, null, 2);
    assertThat(first).hasSize(2);
    var second = admin().list(QueueFilter.ALL, first.getLast().entry().id(), 2);
    assertThat(second).extracting(one -> one.entry().messageId()).containsExactly("id-three");
  }

  @Test
  void every_part_of_a_filter_counts() {
    office.start();
    assertThat(ids(QueueFilter.of("a.test"))).containsExactly("id-one", "id-two");
    assertThat(ids(QueueFilter.ofMessage("id-two"))).containsExactly("id-two");
    assertThat(ids(filter("ROMEO@", "", ""))).hasSize(3);
    assertThat(ids(filter("juliet", "", ""))).isEmpty();
    assertThat(ids(new QueueFilter(null, "", null, null, null, null, null, null, null))).isEmpty();
    assertThat(ids(filter("romeo", "Y_Z@", ""))).containsExactly("id-two");
    assertThat(ids(filter("romeo", "x_", ""))).isEmpty();
    assertThat(ids(filter("romeo", "", "to MX.b"))).containsExactly("id-three");
    var old = office.clock.instant().minusSeconds(60);
    assertThat(ids(new QueueFilter(null, null, null, null, null, null, null, old, null)))
        .containsExactly("id-one", "id-two");
    assertThat(ids(new QueueFilter(null, null, null, null, null, null, old, null, null)))
        .containsExactly("id-three");
    assertThat(
            ids(
                new QueueFilter(
                    null,
                    null,
                    null,
                    PostOffice.ROMEO,
                    null,
                    EntryState.WAITING,
                    null,
                    null,
                    null)))
        .hasSize(3);
    assertThat(
            ids(new QueueFilter(null, null, null, null, null, EntryState.HELD, null, null, null)))
        .isEmpty();
  }

  @Test
  void entries_are_counted_by_what_they_have_in_common() {
    office.start();
    assertThat(admin().summary(QueueFilter.ALL, By.DESTINATION, 10))
        .extracting(one -> one.key() + " " + one.entries() + " " + one.octets())
        .containsExactly("a.test 2 10", "b.test 1 7");
    assertThat(admin().summary(QueueFilter.ALL, By.SENDER, 10))
        .extracting(one -> one.key() + " " + one.entries())
        .containsExactly("romeo@example.org 3");
    assertThat(admin().summary(QueueFilter.ALL, By.AGE, 10))
        .extracting(one -> one.key() + " " + one.entries())
        .containsExactly("up to 4 hours 2", "up to an hour 1");
    assertThat(admin().summary(QueueFilter.of("a.test"), By.REASON, 10))
        .extracting(one -> one.key() + " " + one.entries())
        .containsExactly("no connection to mx.a.test 2");
  }

  @Test
  void what_is_held_stays_until_it_is_released() {
    assertThat(admin().hold(QueueFilter.of("a.test"))).isEqualTo(new Touched(2, 0));
    assertThat(admin().hold(QueueFilter.of("a.test"))).isEqualTo(Touched.NONE);
    office.carrier.closed.clear();
    office.start();
    office.after(Duration.ofDays(10));
    assertThat(ids(QueueFilter.ALL)).containsExactly("id-one", "id-two");
    assertThat(office.reports).isEmpty();
    assertThat(admin().release(QueueFilter.ALL)).isEqualTo(new Touched(2, 0));
    office.quiet();
    assertThat(office.entries()).isEmpty();
    assertThat(office.carrier.texts("a.test")).hasSize(2);
  }

  @Test
  void retry_now_tries_the_destination_too() {
    office.start();
    office.carrier.closed.clear();
    assertThat(admin().retryNow(QueueFilter.of("a.test"))).isEqualTo(new Touched(2, 0));
    office.quiet();
    assertThat(office.carrier.texts("a.test")).hasSize(2);
    assertThat(office.carrier.texts("b.test")).isEmpty();
  }

  @Test
  void retry_now_does_not_release_what_may_not_leave() {
    var now = office.clock.instant();
    var timing = new Timing(now, new Release(now.plusSeconds(3600), null), null);
    office.silently(office.mail("four\r\n", Priority.NORMAL, timing, parcel("c.test", "x@c.test")));
    office.start();
    assertThat(admin().retryNow(QueueFilter.of("c.test"))).isEqualTo(Touched.NONE);
    office.quiet();
    assertThat(office.carrier.texts("c.test")).isEmpty();
    var planned =
        new QueueFilter(null, null, null, null, null, EntryState.PLANNED, null, null, null);
    assertThat(ids(planned)).containsExactly("id-four");
  }

  @Test
  void bounced_mail_goes_back_with_the_reason() {
    office.start();
    assertThat(admin().bounce(QueueFilter.of("a.test"), "We do not send there."))
        .isEqualTo(new Touched(2, 0));
    assertThat(ids(QueueFilter.ALL)).containsExactly("id-three");
    assertThat(office.reports).hasSize(2);
    assertThat(office.report(0)).contains("Status: 5.7.1\r\n", "We do not send there.");
  }

  @Test
  void deleted_mail_is_gone_and_nobody_hears_of_it() {
    office.start();
    assertThat(admin().delete(QueueFilter.ofMessage("id-one"))).isEqualTo(new Touched(1, 0));
    assertThat(ids(QueueFilter.ALL)).containsExactly("id-two", "id-three");
    assertThat(office.reports).isEmpty();
    assertThat(office.events(QueueEvent.Handled.class)).hasSize(1);
  }

  @Test
  void mail_can_go_another_way() {
    office.start();
    assertThat(admin().reroute(QueueFilter.of("a.test"), "c.test")).isEqualTo(new Touched(2, 0));
    office.quiet();
    assertThat(office.carrier.texts("c.test")).containsExactly("one\r\n", "two\r\n");
  }

  @Test
  void what_a_worker_has_is_left_alone() {
    var now = office.clock.instant();
    var claim = new EntryRows.Claim("there/1", now, now.plus(Leases.LENGTH), 1);
    office.partition().write(tx -> EntryRows.lease(tx, PostOffice.FIRST, "a.test", claim));
    assertThat(admin().delete(QueueFilter.of("a.test"))).isEqualTo(new Touched(1, 1));
    assertThat(admin().bounce(QueueFilter.of("a.test"), "no")).isEqualTo(new Touched(0, 1));
    assertThat(ids(QueueFilter.ALL)).hasSize(2);
  }

  @Test
  void commands_work_through_more_entries_than_a_transaction_takes() {
    var names = new String[250];
    for (int i = 0; i < names.length; i++) names[i] = "r" + i + "@d.test";
    for (int i = 0; i < 400; i++)
      office.silently(office.mail("m" + i + "\r\n", parcel("d.test", names)));
    assertThat(admin().hold(QueueFilter.of("d.test"))).isEqualTo(new Touched(1200, 0));
    assertThat(admin().delete(QueueFilter.of("d.test"))).isEqualTo(new Touched(1200, 0));
  }

  @Test
  void addresses_and_domains_are_suppressed_until_their_time() {
    var list = new Suppressions(office.storage().directory(), office.clock);
    var until = office.clock.instant().plusSeconds(60);
    list.add(new Pattern.Address(address("Romeo@A.test")), "bounces", until);
    list.add(new Pattern.Domain(new DomainName("b.test")), "complains", null);
    list.add(new Pattern.Address(address("x@b.test")), "worse", null);
    assertThat(list.match(address("romeo@a.test")))
        .extracting(Suppression::reason)
        .isEqualTo("bounces");
    assertThat(list.match(address("y@B.test")))
        .extracting(Suppression::reason)
        .isEqualTo("complains");
    assertThat(list.match(address("x@b.test"))).extracting(Suppression::reason).isEqualTo("worse");
    assertThat(list.match(address("x@c.b.test"))).isNull();
    var first = list.list(null, 2);
    assertThat(first).hasSize(2);
    assertThat(list.list(first.getLast().pattern(), 2)).hasSize(1);
    office.clock.move(Duration.ofSeconds(60));
    assertThat(list.match(address("romeo@a.test"))).isNull();
    assertThat(list.remove(new Pattern.Domain(new DomainName("B.test")))).isTrue();
    assertThat(list.remove(new Pattern.Domain(new DomainName("b.test")))).isFalse();
    assertThat(list.match(address("y@b.test"))).isNull();
  }

  @Test
  void what_is_suppressed_counts_at_once_here_and_soon_on_other_nodes() {
    var here = new Suppressions(office.storage().directory(), office.clock);
    var there = new Suppressions(office.storage().directory(), office.clock);
    // Both have seen that nobody is suppressed.
    assertThat(here.match(address("romeo@a.test"))).isNull();
    assertThat(there.match(address("romeo@a.test"))).isNull();
    here.add(new Pattern.Address(address("romeo@a.test")), "bounces", null);
    assertThat(here.match(address("romeo@a.test"))).isNotNull();
    office.clock.move(Suppressions.KEPT);
    assertThat(there.match(address("romeo@a.test"))).isNotNull();
  }
}

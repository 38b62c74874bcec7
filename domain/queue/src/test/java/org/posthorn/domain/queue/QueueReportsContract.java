package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.queue.FakeCarrier.all;
import static org.posthorn.domain.queue.FakeCarrier.refused;
import static org.posthorn.domain.queue.FakeCarrier.taken;
import static org.posthorn.domain.queue.PostOffice.address;
import static org.posthorn.domain.queue.PostOffice.blob;
import static org.posthorn.domain.queue.PostOffice.content;
import static org.posthorn.domain.queue.PostOffice.parcel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.queue.Deadline.Tracing;
import org.posthorn.domain.queue.NewMail.Timing;
import org.posthorn.domain.queue.QueueConfig.Patience;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.OutgoingMail.Header;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.relay.RecipientOutcome.Delivered;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Sent;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.DeliverBy.Mode;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;
import org.posthorn.wire.smtp.ReversePath;

/// Who hears what, on every engine.
abstract class QueueReportsContract {

  private static final Parcel TO_X = parcel("a.test", "x@a.test");
  private static final String TEXT =
      """
      From: <romeo@example.org>
      Subject: Balcony
      Message-ID: <b@example.org>

      At nine.
      """
          .replace("\n", "\r\n");

  private final PostOffice office;

  QueueReportsContract(Dialect dialect) {
    office = new PostOffice(dialect);
  }

  @AfterEach
  void no_octets_are_lost_or_left() {
    office.close();
  }

  private NewMail mail(Origin origin, Wishes wishes, Timing timing, Parcel... parcels) {
    return new NewMail(
        "id-1",
        origin,
        wishes,
        content(TEXT),
        blob(TEXT),
        Priority.NORMAL,
        timing,
        List.of(parcels));
  }

  private NewMail mail(Parcel... parcels) {
    return mail(PostOffice.fromRomeo(), Wishes.NONE, Timing.of(office.clock.instant()), parcels);
  }

  private NewMail by(Deadline by) {
    return mail(
        PostOffice.fromRomeo(), Wishes.NONE, new Timing(office.clock.instant(), null, by), TO_X);
  }

  private static Parcel toX(@Nullable Notify notify) {
    return new Parcel("a.test", List.of(new Recipient(address("x@a.test"), notify, null)));
  }

  @Test
  void a_permanent_failure_is_reported_and_gone() {
    office.carrier.hosts.put(
        "mx.a.test",
        _ -> new Sent.Complete(List.of(taken(), refused(550, "5.1.1", "no such user"))));
    var original = new OriginalRecipient("rfc822", "why@b.test");
    var parcel =
        new Parcel(
            "a.test",
            List.of(
                new Recipient(address("x@a.test")),
                new Recipient(address("y@a.test"), null, original)));
    var wishes =
        new Wishes(
            DsnReturn.FULL, new EnvelopeId("Q1+3D"), Header.AS_IT_IS, AllTheWay.NOT_REQUIRED);
    office
        .start()
        .accept(mail(PostOffice.fromRomeo(), wishes, Timing.of(office.clock.instant()), parcel));
    office.quiet();
    assertThat(office.entries()).isEmpty();
    assertThat(office.reports).hasSize(1);
    assertThat(office.reports.getFirst().to()).isEqualTo(address("romeo@example.org"));
    assertThat(office.report(0))
        .contains(
            "Reporting-MTA: dns; mx.example.org\r\n",
            "Original-Envelope-Id: Q1=\r\n",
            "Arrival-Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n",
            "Original-Recipient: rfc822;why@b.test\r\n",
            "Final-Recipient: rfc822;y@a.test\r\n",
            "Action: failed\r\n",
            "Status: 5.1.1\r\n",
            "Remote-MTA: dns; mx.a.test\r\n",
            "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n",
            "At nine.")
        .doesNotContain("rfc822;x@a.test");
    assertThat(office.events(QueueEvent.Reported.class)).hasSize(1);
  }

  @Test
  void a_domain_that_is_not_there_is_reported_without_a_connection() {
    office.carrier.routes.put(
        "a.test",
        _ -> new Route.PermanentFailure(EnhancedCode.of("5.1.2"), "there is no domain a.test"));
    for (int i = 0; i < 40; i++) office.silently(office.mail("m" + i + "\r\n", TO_X));
    office.start();
    assertThat(office.carrier.dialled).isEmpty();
    assertThat(office.reports).hasSize(40);
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void nobody_is_told_about_mail_from_nobody() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(550, "5.1.1", "no")));
    var origin = new Origin(new ReversePath.Null(), address("romeo@example.org"), null);
    office.start().accept(mail(origin, Wishes.NONE, Timing.of(office.clock.instant()), TO_X));
    office.quiet();
    assertThat(office.reports).isEmpty();
    assertThat(office.entries()).isEmpty();
    assertThat(office.events(QueueEvent.NotReported.class)).hasSize(1);
  }

  @Test
  void who_wants_to_hear_nothing_hears_nothing() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(550, "5.1.1", "no")));
    office.start().accept(mail(toX(Notify.NEVER)));
    office.quiet();
    assertThat(office.reports).isEmpty();
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void success_is_told_where_it_was_asked_for_and_the_next_host_does_not() {
    office.start().accept(mail(toX(new Notify(Set.of(Notify.Event.SUCCESS)))));
    office.quiet();
    assertThat(office.entries()).isEmpty();
    assertThat(office.report(0))
        .contains("Action: relayed\r\n", "Status: 2.0.0\r\n", "smtp; 250 2.0.0 taken\r\n");
  }

  @Test
  void a_delay_is_told_once() {
    office.carrier.dead("a.test");
    office.start().accept(mail(TO_X));
    office.after(Duration.ofMinutes(239));
    assertThat(office.reports).isEmpty();
    for (int i = 0; i < 10; i++) office.after(Duration.ofHours(1));
    assertThat(office.reports).hasSize(1);
    assertThat(office.report(0))
        .contains(
            "Action: delayed\r\n",
            "Status: 4.4.7\r\n",
            "Will-Retry-Until: Sat, 7 Nov 2026 10:00:00 +0000\r\n",
            "no connection to mx.a.test");
    office.carrier.closed.clear();
    office.after(Duration.ofHours(2));
    assertThat(office.carrier.handed).hasSize(1);
    assertThat(office.reports).hasSize(1);
  }

  @Test
  void after_days_it_is_given_up_with_the_last_reason() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(450, "4.2.1", "asleep")));
    office.start().accept(mail(TO_X));
    office.quiet();
    office.after(Duration.ofDays(5));
    assertThat(office.entries()).isEmpty();
    assertThat(office.report(office.reports.size() - 1))
        .contains(
            "Action: failed\r\n", "Status: 4.4.7\r\n", "smtp; 450 4.2.1 asleep\r\n", "mx.a.test");
  }

  @Test
  void what_could_not_be_reached_for_days_says_so() {
    office.carrier.dead("a.test");
    office.start().accept(mail(TO_X));
    office.quiet();
    office.after(Duration.ofDays(5));
    assertThat(office.entries()).isEmpty();
    assertThat(office.report(office.reports.size() - 1))
        .contains("Action: failed\r\n", "Status: 4.4.7\r\n", "no connection to mx.a.test");
  }

  @Test
  void a_deadline_returns_the_message() {
    office.carrier.dead("a.test");
    var by = new Deadline(office.clock.instant().plusSeconds(600), Mode.RETURN, Tracing.NONE);
    office.start().accept(by(by));
    office.after(Duration.ofMinutes(9));
    assertThat(office.reports).isEmpty();
    office.after(Duration.ofMinutes(1));
    assertThat(office.entries()).isEmpty();
    assertThat(office.report(0))
        .contains(
            "Action: failed\r\n",
            "Status: 5.4.7\r\n",
            "Deliver-By-Date: Mon, 2 Nov 2026 10:10:00 +0000\r\n");
  }

  @Test
  void a_deadline_of_the_other_kind_tells_of_the_delay_and_of_the_relaying() {
    office.carrier.dead("a.test");
    var by = new Deadline(office.clock.instant().plusSeconds(600), Mode.NOTIFY, Tracing.RELAYED);
    office.start().accept(by(by));
    office.after(Duration.ofMinutes(10));
    assertThat(office.report(0)).contains("Action: delayed\r\n", "Status: 4.4.7\r\n");
    office.carrier.closed.clear();
    office.after(Duration.ofHours(1));
    assertThat(office.entries()).isEmpty();
    assertThat(office.report(1)).contains("Action: relayed\r\n");
  }

  @Test
  void a_host_that_keeps_to_the_time_is_told_what_is_left_and_reports_itself() {
    var seen = new ArrayList<OutgoingMail>();
    office.carrier.hosts.put(
        "mx.a.test",
        mail -> {
          seen.add(mail);
          return all(mail, new Delivered(FakeCarrier.TAKEN, Set.of(EhloKeyword.DELIVERBY)));
        });
    var by = new Deadline(office.clock.instant().plusSeconds(600), Mode.NOTIFY, Tracing.NONE);
    office.start().accept(by(by));
    office.quiet();
    assertThat(office.entries()).isEmpty();
    assertThat(office.reports).isEmpty();
    assertThat(seen.getFirst().by()).isEqualTo(new DeliverBy(600, Mode.NOTIFY, false));
  }

  @Test
  void a_planned_release_is_in_the_report() {
    office.carrier.hosts.put("mx.a.test", mail -> all(mail, refused(550, "5.1.1", "no")));
    var now = office.clock.instant();
    var timing = new Timing(now, new Release(now.plusSeconds(60), "for;60"), null);
    office.start().accept(mail(PostOffice.fromRomeo(), Wishes.NONE, timing, TO_X));
    office.after(Duration.ofMinutes(1));
    assertThat(office.report(0)).contains("Future-Release-Request: for;60\r\n");
  }

  @Test
  void a_report_that_cannot_be_delivered_is_tried_again_and_nobody_gets_the_message_twice() {
    office.carrier.hosts.put(
        "mx.a.test",
        mail ->
            new Sent.Complete(
                mail.recipients().stream()
                    .map(one ->
                        one.address().localpart().text().equals("x")
                            ? taken()
                            : refused(550, "5.1.1", "no"))
                    .toList()));
    office.reportFault = new StorageException.Unavailable("no", null);
    office.start().accept(mail(parcel("a.test", "x@a.test", "y@a.test")));
    office.quiet();
    assertThat(office.entry().recipients()).hasSize(1);
    office.reportFault = null;
    office.after(Duration.ofHours(1));
    assertThat(office.reports).hasSize(1);
    assertThat(office.carrier.handed).hasSize(1);
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void many_that_expire_together_are_all_reported() {
    office.with(
        office.config().withPatience(new Patience(Duration.ofHours(1), Duration.ofHours(4))));
    office.carrier.dead("a.test");
    for (int i = 0; i < Housekeeper.LATE_AT_ONCE + 50; i++)
      office.silently(office.mail("m" + i + "\r\n", TO_X));
    office.start();
    office.after(Duration.ofHours(1));
    assertThat(office.reports).hasSize(Housekeeper.LATE_AT_ONCE + 50);
    assertThat(office.entries()).isEmpty();
  }

  @Test
  void a_delay_that_cannot_be_told_is_told_later_and_the_others_at_once() {
    office.carrier.dead("a.test");
    office.silently(office.mail("one\r\n", TO_X));
    office.silently(office.mail("two\r\n", TO_X));
    office.start();
    office.reportFault = new StorageException.Full("no room", null);
    office.after(Duration.ofHours(4));
    assertThat(office.reports).isEmpty();
    office.reportFault = null;
    office.after(Leases.LENGTH);
    assertThat(office.reports).hasSize(2);
    assertThat(office.entries()).hasSize(2);
  }
}

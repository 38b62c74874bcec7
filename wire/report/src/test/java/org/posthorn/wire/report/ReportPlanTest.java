package org.posthorn.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.report.ReportPlan.Outcome;
import org.posthorn.wire.report.ReportPlan.Silence;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;

class ReportPlanTest {

  private static final ReversePath JULIET =
      new ReversePath.Mailbox(Reports.address("juliet@example.test"));
  private static final ReversePath NOBODY = new ReversePath.Null();

  private static ReportPlan<String> plan(
      ReversePath sender, @Nullable Notify notify, DeliveryOutcome outcome) {
    return ReportPlan.whomToTell(
        sender, null, DsnReturn.HDRS, List.of(new Outcome<>("romeo", notify, outcome)));
  }

  private static @Nullable Notify notify(String text) {
    if (text.equals("-")) return null;
    if (text.equals("NEVER")) return Notify.NEVER;
    return new Notify(
        Set.of(text.split("/", -1)).stream()
            .map(Notify.Event::valueOf)
            .collect(Collectors.toSet()));
  }

  // RFC 3461 §5.2.2, §5.2.3, §5.2.5, §5.2.6, §5.2.7
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELIVERED           | -               | NOT_DUE",
        "DELIVERED           | SUCCESS         | delivered",
        "DELIVERED           | FAILURE/DELAY   | NOT_ASKED_FOR",
        "DELIVERED           | NEVER           | NOTIFY_NEVER",
        "RELAYED_WITH_DSN    | -               | NEXT_HOP_REPORTS",
        "RELAYED_WITH_DSN    | SUCCESS/FAILURE | NEXT_HOP_REPORTS",
        "RELAYED_WITH_DSN    | NEVER           | NOTIFY_NEVER",
        "RELAYED_WITHOUT_DSN | -               | NOT_DUE",
        "RELAYED_WITHOUT_DSN | SUCCESS/FAILURE | relayed",
        "RELAYED_WITHOUT_DSN | FAILURE         | NOT_ASKED_FOR",
        "RELAYED_WITHOUT_DSN | NEVER           | NOTIFY_NEVER",
        "FORWARDED           | SUCCESS         | NEXT_HOP_REPORTS",
        "EXPANDED            | SUCCESS         | expanded",
        "EXPANDED            | -               | NOT_DUE",
        "DELAYED             | -               | delayed",
        "DELAYED             | DELAY           | delayed",
        "DELAYED             | SUCCESS/FAILURE | NOT_ASKED_FOR",
        "DELAYED             | NEVER           | NOTIFY_NEVER",
        "FAILED              | -               | failed",
        "FAILED              | FAILURE         | failed",
        "FAILED              | SUCCESS/DELAY   | NOT_ASKED_FOR",
        "FAILED              | NEVER           | NOTIFY_NEVER",
      })
  void who_asked_is_told(DeliveryOutcome outcome, String asked, String expected) {
    var plan = plan(JULIET, notify(asked), outcome);
    var told = plan.toSender().stream().map(one -> one.action().wireName()).toList();
    var untold = plan.untold().stream().map(one -> one.reason().name()).toList();
    assertThat(told.isEmpty() ? untold : told).containsExactly(expected);
    assertThat(plan.toPostmaster()).isEmpty();
    assertThat(plan.sender() == null).isEqualTo(told.isEmpty());
  }

  @Test
  void nobody_is_told_about_a_report() {
    for (var outcome : DeliveryOutcome.values())
      for (var asked : new String[] {"-", "NEVER", "SUCCESS/FAILURE/DELAY"}) {
        var plan = plan(NOBODY, notify(asked), outcome);
        assertThat(plan.sender()).isNull();
        assertThat(plan.toSender()).isEmpty();
      }
  }

  @Test
  void a_failed_report_goes_to_the_postmaster_unless_never_was_asked() {
    assertThat(plan(NOBODY, null, DeliveryOutcome.FAILED).toPostmaster()).containsExactly("romeo");
    assertThat(plan(NOBODY, Notify.NEVER, DeliveryOutcome.FAILED).toPostmaster()).isEmpty();
    assertThat(plan(NOBODY, null, DeliveryOutcome.DELAYED).untold())
        .extracting(ReportPlan.Untold::reason)
        .containsExactly(Silence.NULL_SENDER);
  }

  @Test
  void what_is_returned_is_asked_for_and_counts_for_failures_only() {
    assertThat(content(DsnReturn.FULL, DeliveryOutcome.FAILED)).isEqualTo(DsnReturn.FULL);
    assertThat(content(DsnReturn.HDRS, DeliveryOutcome.FAILED)).isEqualTo(DsnReturn.HDRS);
    assertThat(content(null, DeliveryOutcome.FAILED)).isEqualTo(DsnReturn.FULL);
    assertThat(content(DsnReturn.FULL, DeliveryOutcome.DELAYED)).isEqualTo(DsnReturn.HDRS);
  }

  private static DsnReturn content(@Nullable DsnReturn asked, DeliveryOutcome outcome) {
    return ReportPlan.whomToTell(
            JULIET, asked, DsnReturn.FULL, List.of(new Outcome<>("romeo", null, outcome)))
        .content();
  }

  // RFC 3461 §5.2.8
  @Test
  void one_report_tells_of_those_that_are_due_and_of_no_others() {
    var plan =
        ReportPlan.whomToTell(
            JULIET,
            null,
            DsnReturn.HDRS,
            List.of(
                new Outcome<>("a", null, DeliveryOutcome.FAILED),
                new Outcome<>("b", Notify.NEVER, DeliveryOutcome.FAILED),
                new Outcome<>("c", notify("SUCCESS"), DeliveryOutcome.DELIVERED)));
    assertThat(plan.toSender()).extracting(ReportPlan.Told::recipient).containsExactly("a", "c");
    assertThat(plan.untold()).extracting(ReportPlan.Untold::recipient).containsExactly("b");
  }
}

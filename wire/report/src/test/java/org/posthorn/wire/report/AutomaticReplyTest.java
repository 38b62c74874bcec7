package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.report.AutomaticReply.Reason;
import org.posthorn.wire.report.AutomaticReply.Responder;
import org.posthorn.wire.report.AutomaticReply.Verdict;
import org.posthorn.wire.smtp.ReversePath;

class AutomaticReplyTest {

  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final Set<EmailAddress> ROMEO =
      Set.of(Reports.address("romeo@verona.example"), Reports.address("info@verona.example"));

  private static Verdict decide(String sender, String header, Responder responder) {
    return decide(sender, header, responder, null);
  }

  private static Verdict decide(
      String sender, String header, Responder responder, @Nullable Instant last) {
    ReversePath path =
        sender.isEmpty()
            ? new ReversePath.Null()
            : new ReversePath.Mailbox(Reports.address(sender));
    var fields = HeaderFields.of((header + "\n").getBytes(UTF_8));
    var facts = new AutomaticReply.Facts(path, fields, ROMEO, last, NOW);
    return AutomaticReply.decide(facts, responder, AutomaticReply.DEFAULT_INTERVAL);
  }

  private static final String TO = "To: Romeo <Romeo@Verona.Example>\n";

  private static @Nullable Reason reason(String sender, String header) {
    return decide(sender, header, Responder.PERSONAL) instanceof Verdict.Silence(var reason, _)
        ? reason
        : null;
  }

  @Test
  void a_person_is_answered_at_the_return_path() {
    var header =
        TO
            + "From: other@example.test\nReply-To: third@example.test\n"
            + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <2@example.test>\n"
            + "References: <0@example.test> <1@example.test>\n";
    assertThat(decide("juliet@example.test", header, Responder.PERSONAL))
        .isEqualTo(
            new Verdict.Answer(
                Reports.address("juliet@example.test"),
                "Auto: Grüße",
                "2@example.test",
                List.of("0@example.test", "1@example.test", "2@example.test"),
                List.of(new HeaderField("Auto-Submitted", "auto-replied"))));
  }

  @Test
  void without_references_the_parent_of_the_parent_is_the_root() {
    var header = TO + "Message-ID: <2@e>\nIn-Reply-To: <1@e>\nSubject: Auto: x\n";
    if (decide("juliet@example.test", header, Responder.PERSONAL)
        instanceof Verdict.Answer answer) {
      assertThat(answer.references()).containsExactly("1@e", "2@e");
      assertThat(answer.subject()).isEqualTo("Auto: x");
    } else throw new AssertionError("no answer");
  }

  @Test
  void a_message_without_id_and_subject_is_answered_without_them() {
    if (decide("juliet@example.test", TO, Responder.PERSONAL) instanceof Verdict.Answer answer) {
      assertThat(answer.inReplyTo()).isNull();
      assertThat(answer.references()).isEmpty();
      assertThat(answer.subject()).isEqualTo("Auto:");
    } else throw new AssertionError("no answer");
  }

  @Test
  void the_null_sender_is_never_answered() {
    assertThat(reason("", TO)).isEqualTo(Reason.NULL_SENDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "owner-list@example.test",
        "list-request@example.test",
        "MAILER-DAEMON@example.test",
        "list-bounces+romeo=verona.example@example.test",
        "listserv@example.test",
        "No-Reply@example.test",
        "donotreply@example.test",
        "noreply+tag@example.test",
        "postmaster@example.test",
        "list-owner@example.test",
        "bounces@example.test",
      })
  void addresses_of_programs_are_not_answered(String sender) {
    assertThat(reason(sender, TO)).isEqualTo(Reason.RESPONDER_ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner@example.test", "request@example.test", "bouncer@example.test"})
  void addresses_that_only_look_so_are_answered(String sender) {
    assertThat(reason(sender, TO)).isNull();
  }

  @Test
  void nobody_answers_himself() {
    assertThat(reason("INFO@verona.example", TO)).isEqualTo(Reason.OWN_MESSAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Auto-Submitted: auto-replied                | AUTOMATIC",
        "auto-submitted: Auto-Generated; x-by=cron   | AUTOMATIC",
        "Auto-Submitted: (cron) auto-generated       | AUTOMATIC",
        "Auto-Submitted:                             | AUTOMATIC",
        "Precedence: bulk                            | BULK",
        "Precedence: LIST                            | BULK",
        "Precedence: junk                            | BULK",
        "List-Id: <list.example.test>                | LIST",
        "List-Unsubscribe: <mailto:x@example.test>   | LIST",
        "X-BeenThere: list@example.test              | LIST",
        "Content-Type: multipart/report; boundary=x  | REPORT",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply | NOT_WANTED",
        "X-Autoreply: yes                            | AUTOMATIC",
        "X-Spam-Flag: YES                            | BULK",
      })
  void fields_of_machines_silence(String field, Reason reason) {
    assertThat(reason("juliet@example.test", TO + field + "\n")).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: no", "Auto-Submitted: No (really)", "Precedence: first-class",
        "Content-Type: text/plain", "X-Auto-Response-Suppress: None", "X-Spam-Flag: NO",
      })
  void fields_of_people_do_not(String field) {
    assertThat(reason("juliet@example.test", TO + field + "\n")).isNull();
  }

  @Test
  void who_is_not_named_does_not_answer_unless_he_is_a_service() {
    var header = "To: undisclosed-recipients:;\nCc: mercutio@verona.example\n";
    assertThat(reason("juliet@example.test", header)).isEqualTo(Reason.NOT_ADDRESSED);
    assertThat(reason("juliet@example.test", header + "Resent-Cc: info@verona.example\n")).isNull();
    assertThat(decide("juliet@example.test", header, Responder.SERVICE))
        .isInstanceOf(Verdict.Answer.class);
  }

  @Test
  void the_same_answer_goes_out_once_in_seven_days() {
    var before = NOW.minus(Duration.ofDays(7));
    assertThat(decide("juliet@example.test", TO, Responder.PERSONAL, before.plusSeconds(1)))
        .isInstanceOfSatisfying(
            Verdict.Silence.class,
            silence -> assertThat(silence.reason()).isEqualTo(Reason.ANSWERED_BEFORE));
    assertThat(decide("juliet@example.test", TO, Responder.PERSONAL, before))
        .isInstanceOf(Verdict.Answer.class);
  }

  @Test
  void long_threads_keep_their_root_and_their_end() {
    var references = new StringBuilder("References:");
    for (int i = 0; i < 500; i++) references.append("\n <").append(i).append("@e>");
    var header = TO + references + "\nMessage-ID: <me@e>\n";
    if (decide("juliet@example.test", header, Responder.PERSONAL) instanceof Verdict.Answer answer)
      assertThat(answer.references()).hasSize(20).startsWith("0@e").endsWith("499@e", "me@e");
    else throw new AssertionError("no answer");
  }
}

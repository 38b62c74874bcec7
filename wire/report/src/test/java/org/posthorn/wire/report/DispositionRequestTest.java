package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.report.DispositionRequest.Answer;
import org.posthorn.wire.report.DispositionRequest.Consent;
import org.posthorn.wire.report.DispositionRequest.Reason;
import org.posthorn.wire.smtp.ReversePath;

class DispositionRequestTest {

  private static final ReversePath JULIET =
      new ReversePath.Mailbox(Reports.address("Juliet@example.test"));
  private static final String REQUEST = "Disposition-Notification-To: J <Juliet@EXAMPLE.test>\n";

  private static Answer decide(String header, @Nullable ReversePath path, Consent consent) {
    var fields = HeaderFields.of((header + "\n").getBytes(UTF_8));
    return DispositionRequest.decide(fields, path, false, consent);
  }

  private static @Nullable Reason doubt(String header, @Nullable ReversePath path) {
    return decide(header, path, Consent.STANDING) instanceof Answer.Ask(_, var reason)
        ? reason
        : null;
  }

  @Test
  void with_consent_it_goes_to_the_return_path() {
    assertThat(decide(REQUEST, JULIET, Consent.STANDING))
        .isEqualTo(new Answer.Send(List.of(Reports.address("Juliet@EXAMPLE.test"))));
  }

  @Test
  void a_server_alone_sends_nothing() {
    assertThat(decide(REQUEST, JULIET, Consent.NONE))
        .isInstanceOfSatisfying(
            Answer.Ask.class, ask -> assertThat(ask.reason()).isEqualTo(Reason.NO_CONSENT));
  }

  @Test
  void in_doubt_the_reader_is_asked_each_time() {
    assertThat(doubt(REQUEST, null)).isEqualTo(Reason.NO_RETURN_PATH);
    assertThat(doubt(REQUEST, new ReversePath.Null())).isEqualTo(Reason.NO_RETURN_PATH);
    assertThat(doubt(REQUEST.replace("Juliet@", "juliet@"), JULIET))
        .isEqualTo(Reason.OTHER_ADDRESS);
    assertThat(doubt("Disposition-Notification-To: Juliet@example.test, a@b.example\n", JULIET))
        .isEqualTo(Reason.SEVERAL_ADDRESSES);
    assertThat(
            doubt(
                "Disposition-Notification-To: Juliet@example.test, \"Juliet\"@Example.Test\n",
                JULIET))
        .isNull();
  }

  @Test
  void who_agreed_to_this_one_has_it_sent() {
    assertThat(decide(REQUEST, null, Consent.GIVEN)).isInstanceOf(Answer.Send.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Nothing: 1                                         | NOT_REQUESTED",
        "Disposition-Notification-To: a@b.example, broken     | -",
        "Disposition-Notification-To: nobody                  | MALFORMED",
        "Disposition-Notification-To:                         | MALFORMED",
      })
  void the_field_has_to_name_somebody(String field, String expected) {
    var answer = decide(field + "\n", JULIET, Consent.GIVEN);
    var reason = answer instanceof Answer.Never(var why) ? why.name() : "-";
    assertThat(reason).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Disposition-Notification-To: Juliet@example.test            | MALFORMED",
        "Content-Type: multipart/report; report-type=disposition-notification | IS_A_REPORT",
        "Newsgroups: comp.mail                                       | NEWS",
        "Disposition-Notification-Options: a=optional,x; b = REQUIRED , y | UNKNOWN_REQUIREMENT",
      })
  void some_requests_are_never_answered(String field, Reason reason) {
    assertThat(decide(REQUEST + field + "\n", JULIET, Consent.GIVEN))
        .isEqualTo(new Answer.Never(reason));
  }

  @Test
  void optional_options_do_not_matter() {
    assertThat(
            decide(
                REQUEST + "Disposition-Notification-Options: a=optional,required\n",
                JULIET,
                Consent.STANDING))
        .isInstanceOf(Answer.Send.class);
  }

  @Test
  void nobody_gets_a_second_one_and_crowds_get_none() {
    var fields = HeaderFields.of((REQUEST + "\n").getBytes(UTF_8));
    assertThat(DispositionRequest.decide(fields, JULIET, true, Consent.GIVEN))
        .isEqualTo(new Answer.Never(Reason.ALREADY_SENT));
    var crowd = new StringBuilder("Disposition-Notification-To: a@b.example");
    for (int i = 0; i < 5_000; i++) crowd.append(",\n x").append(i).append("@b.example");
    assertThat(decide(crowd + "\n", JULIET, Consent.GIVEN))
        .isEqualTo(new Answer.Never(Reason.MALFORMED));
  }
}

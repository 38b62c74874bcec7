package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.EnvelopeId;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.OriginalRecipient;
import org.posthorn.wire.smtp.ReversePath;

class TransactionTest {
  private static final String TEXT = "Subject: hi\n\n.dot\nline\n";
  private static final String JULIET = "juliet@example.net";
  private static final String NURSE = "nurse@example.net";
  private static final String PARIS = "paris@example.com";
  private static final String HELLO =
      """
      S: 220 mx.example.net ESMTP
      C: EHLO me.example.org
      """;
  private static final String PIPELINING = HELLO + "S: 250-mx.example.net\nS: 250 PIPELINING\n";
  private static final String NOTHING = HELLO + "S: 250 mx.example.net\n";

  private final House house = new House();

  @AfterEach
  void end() {
    house.close();
  }

  private List<String> outcomes(String script, OutgoingMail mail) throws Exception {
    try (var host = ScriptedHost.of(script)) {
      var outcomes = House.outcomes(house.send(host.port(), mail));
      host.assertPlayed();
      return outcomes;
    }
  }

  @Test
  void a_message_is_handed_over_step_by_step() throws Exception {
    try (var host =
        ScriptedHost.of(
            NOTHING
                + """
                C: MAIL FROM:<romeo@example.org>
                S: 250 ok
                C: RCPT TO:<juliet@example.net>
                S: 250 ok
                C: RCPT TO:<nurse@example.net>
                S: 550-5.1.1 no such
                S: 550 5.1.1 nurse
                C: DATA
                S: 354 go on
                DATA
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """)) {
      var sent = house.send(host.port(), House.mail(TEXT, JULIET, NURSE));
      assertThat(sent).isInstanceOf(Sent.Complete.class);
      assertThat(House.outcomes(sent)).containsExactly("250", "550 5.1.1");
      host.assertPlayed();
      assertThat(host.messages()).containsExactly("Subject: hi\n\n..dot\nline\n");
    }
    assertThat(house.steps)
        .anyMatch(step -> step.startsWith("connected to mx.example.net at [127.0.0.1]:"))
        .contains(
            "greeted: 220 mx.example.net ESMTP",
            "EHLO: 250 mx.example.net",
            "sender <romeo@example.org>: 250 ok",
            "recipient <juliet@example.net>: 250 ok",
            "recipient <nurse@example.net>: 550 5.1.1 no such / nurse",
            "after 27 octets: 250 2.0.0 taken");
  }

  @Test
  void pipelined_answers_are_put_down_to_their_commands() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: RCPT TO:<nurse@example.net>
                    C: RCPT TO:<paris@example.com>
                    C: DATA
                    S: 250 ok
                    S: 450 4.2.1 later
                    S: 250 ok
                    S: 553 who
                    S: 354 go on
                    DATA
                    S: 250 taken
                    """,
                House.mail(TEXT, JULIET, NURSE, PARIS)))
        .containsExactly("450 4.2.1", "250", "553 5.0.0");
  }

  @Test
  void a_host_that_wants_data_for_nobody_gets_none() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: DATA
                    S: 250 ok
                    S: 550 5.7.1 no
                    S: 354 go on
                    C: .
                    S: 250 thank you for nothing
                    C: QUIT
                    S: 221 bye
                    """,
                House.mail(TEXT, JULIET)))
        .containsExactly("550 5.7.1");
  }

  @Test
  void a_sender_that_is_refused_is_refused_for_everybody() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: RCPT TO:<nurse@example.net>
                    C: DATA
                    S: 451 4.7.1 greylisted
                    S: 503 no sender
                    S: 503 no sender
                    S: 503 no sender
                    """,
                House.mail(TEXT, JULIET, NURSE)))
        .containsExactly("451 4.7.1", "451 4.7.1");
    assertThat(
            outcomes(
                NOTHING + "C: MAIL FROM:<romeo@example.org>\nS: 550 5.7.1 go away\n",
                House.mail(TEXT, JULIET)))
        .containsExactly("550 5.7.1");
  }

  @Test
  void data_that_are_not_wanted_are_refused_for_those_who_were() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: RCPT TO:<nurse@example.net>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 550 5.1.1 no
                    S: 451 4.3.1 full
                    """,
                House.mail(TEXT, JULIET, NURSE)))
        .containsExactly("451 4.3.1", "550 5.1.1");
  }

  @Test
  void who_takes_no_more_at_a_time_is_asked_again_for_the_rest() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: RCPT TO:<nurse@example.net>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 452 too many
                    S: 354 go on
                    DATA
                    S: 250 taken
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<nurse@example.net>
                    C: DATA
                    S: 250 ok
                    S: 250 ok
                    S: 354 go on
                    DATA
                    S: 251 taken
                    """,
                House.mail(TEXT, JULIET, NURSE)))
        .containsExactly("250", "251");
  }

  @Test
  void who_never_takes_one_is_not_asked_for_ever() throws Exception {
    assertThat(
            outcomes(
                PIPELINING
                    + """
                    C: MAIL FROM:<romeo@example.org>
                    C: RCPT TO:<juliet@example.net>
                    C: DATA
                    S: 250 ok
                    S: 452 4.5.3 too many
                    S: 503 nobody
                    """,
                House.mail(TEXT, JULIET)))
        .containsExactly("452 4.5.3");
  }

  @Test
  void limits_of_recipients_domains_and_transactions_are_kept() throws Exception {
    var transaction =
        """
        C: MAIL FROM:<romeo@example.org>
        C: RCPT TO:<%s>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go on
        DATA
        S: 250 taken
        """;
    var limits = HELLO + "S: 250-mx\nS: 250-PIPELINING\nS: 250 LIMITS MAILMAX=2 ";
    var two = transaction.formatted(JULIET) + transaction.formatted(PARIS);
    assertThat(outcomes(limits + "RCPTMAX=1\n" + two, House.mail(TEXT, JULIET, PARIS, NURSE)))
        .containsExactly("250", "250", "not tried");
    assertThat(outcomes(limits + "RCPTDOMAINMAX=1\n" + two, House.mail(TEXT, JULIET, PARIS)))
        .containsExactly("250", "250");
    house.withRecipients(1);
    assertThat(outcomes(PIPELINING + two, House.mail(TEXT, JULIET, PARIS)))
        .containsExactly("250", "250");
  }

  @Test
  void what_the_sender_wants_to_hear_is_passed_on_where_it_is_offered() throws Exception {
    var recipient =
        new OutgoingMail.Recipient(
            House.address(JULIET),
            new Notify(Set.of(Notify.Event.SUCCESS)),
            new OriginalRecipient("rfc822", "j@example.net"));
    var wishes =
        new OutgoingMail.Wishes(
            DsnReturn.HDRS,
            new EnvelopeId("a+2Bb"),
            OutgoingMail.Header.AS_IT_IS,
            OutgoingMail.AllTheWay.NOT_REQUIRED);
    var mail =
        new OutgoingMail(new ReversePath.Null(), List.of(recipient), House.content(TEXT), wishes);
    var rest =
        """
        S: 250 ok
        C: DATA
        S: 354 go on
        DATA
        S: 250 taken
        """;
    try (var host =
        ScriptedHost.of(
            HELLO
                + """
                S: 250-mx.example.net
                S: 250-SIZE 100
                S: 250 DSN
                C: MAIL FROM:<> SIZE=27 RET=HDRS ENVID=a+2Bb
                S: 250 ok
                C: RCPT TO:<juliet@example.net> NOTIFY=SUCCESS ORCPT=rfc822;j@example.net
                """
                + rest,
            NOTHING + "C: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<juliet@example.net>\n" + rest)) {
      for (var promised : List.of(Set.of(EhloKeyword.DSN), Set.<EhloKeyword>of()))
        assertThat(house.send(host.port(), mail).outcomes().getFirst())
            .isInstanceOfSatisfying(
                RecipientOutcome.Delivered.class,
                delivered -> assertThat(delivered.promised()).isEqualTo(promised));
      host.assertPlayed();
    }
  }

  /// RFC 2852 §4.1.4.
  @Test
  void a_time_is_passed_on_where_it_is_kept_to() throws Exception {
    try (var host =
        ScriptedHost.of(
            HELLO
                + """
                S: 250-mx.example.net
                S: 250 DELIVERBY 30
                C: MAIL FROM:<romeo@example.org> BY=120;RT
                S: 250 ok
                C: RCPT TO:<juliet@example.net>
                S: 250 ok
                C: DATA
                S: 354 go on
                DATA
                S: 250 taken
                """)) {
      var mail = timed(new DeliverBy(120, DeliverBy.Mode.RETURN, true));
      assertThat(house.send(host.port(), mail).outcomes().getFirst())
          .isInstanceOfSatisfying(
              RecipientOutcome.Delivered.class,
              delivered -> assertThat(delivered.promised()).containsOnly(EhloKeyword.DELIVERBY));
      host.assertPlayed();
    }
  }

  @Test
  void what_must_come_back_in_time_goes_to_no_host_that_does_not_look_at_it() throws Exception {
    var slow = HELLO + "S: 250-mx.example.net\nS: 250 DELIVERBY 240\n";
    for (var hello : List.of(NOTHING, slow))
      try (var host = ScriptedHost.of(hello)) {
        var mail = timed(new DeliverBy(120, DeliverBy.Mode.RETURN, false));
        assertThat(house.send(host.port(), mail).outcomes().getFirst())
            .isInstanceOfSatisfying(
                RecipientOutcome.PermanentFailure.class,
                failure -> {
                  assertThat(failure.code()).isEqualTo(EnhancedCode.of("5.3.3"));
                  assertThat(failure.elsewhere()).isEqualTo(RecipientOutcome.Elsewhere.FINAL);
                });
      }
  }

  @Test
  void a_host_that_knows_no_times_is_asked_to_tell_of_delays() throws Exception {
    try (var host =
        ScriptedHost.of(
            HELLO
                + """
                S: 250-mx.example.net
                S: 250 DSN
                C: MAIL FROM:<romeo@example.org>
                S: 250 ok
                C: RCPT TO:<juliet@example.net> NOTIFY=FAILURE,DELAY
                S: 250 ok
                C: DATA
                S: 354 go on
                DATA
                S: 250 taken
                """)) {
      var mail = timed(new DeliverBy(-5, DeliverBy.Mode.NOTIFY, false));
      assertThat(house.send(host.port(), mail).outcomes().getFirst())
          .isInstanceOf(RecipientOutcome.Delivered.class);
      host.assertPlayed();
    }
  }

  private static OutgoingMail timed(DeliverBy by) {
    var mail = House.mail(TEXT, "juliet@example.net");
    return new OutgoingMail(mail.from(), mail.recipients(), mail.content(), mail.wishes(), by);
  }

  @Test
  void a_session_is_used_again_and_reset_where_it_was_left_in_the_middle() throws Exception {
    try (var host =
        ScriptedHost.of(
            NOTHING
                + """
                C: MAIL FROM:<romeo@example.org>
                S: 250 ok
                C: RCPT TO:<juliet@example.net>
                S: 550 no
                C: RSET
                S: 250 ok
                C: MAIL FROM:<romeo@example.org>
                S: 250 ok
                C: RCPT TO:<nurse@example.net>
                S: 250 ok
                C: DATA
                S: 354 go on
                DATA
                S: 250 taken
                C: RSET
                S: 250 ok
                C: QUIT
                S: 221 bye
                """)) {
      try (var session = house.session(House.target(host.port(), new TlsPolicy.None()))) {
        assertThat(House.outcomes(session.send(House.mail(TEXT, JULIET))))
            .containsExactly("550 5.0.0");
        assertThat(House.outcomes(session.send(House.mail(TEXT, NURSE)))).containsExactly("250");
        assertThat(session.isAlive()).isTrue();
        assertThat(session.isExhausted()).isFalse();
      }
      host.assertPlayed();
    }
  }

  @Test
  void lmtp_answers_for_each_recipient() throws Exception {
    try (var host =
        ScriptedHost.of(
            """
            S: 220 store LMTP
            C: LHLO me.example.org
            S: 250-store
            S: 250-PIPELINING
            S: 250 CHUNKING
            C: MAIL FROM:<romeo@example.org>
            C: RCPT TO:<juliet@example.net>
            C: RCPT TO:<nurse@example.net>
            C: RCPT TO:<paris@example.com>
            S: 250 ok
            S: 250 ok
            S: 550 5.1.1 no
            S: 250 ok
            C: BDAT 27 LAST
            BYTES 27
            S: 250 2.0.0 delivered
            S: 452 4.2.2 full
            """)) {
      try (var session = house.session(House.target(host.port(), Transport.LMTP, null))) {
        assertThat(House.outcomes(session.send(House.mail(TEXT, JULIET, NURSE, PARIS))))
            .containsExactly("250", "550 5.1.1", "452 4.2.2");
      }
      host.assertPlayed();
    }
    assertThat(house.steps).contains("delivery to <paris@example.com>: 452 4.2.2 full");
  }

  @Test
  void a_host_that_knows_only_helo_is_spoken_to() throws Exception {
    assertThat(
            outcomes(
                """
                S: 220 old
                C: EHLO me.example.org
                S: 502 what
                C: HELO me.example.org
                S: 250 old
                C: MAIL FROM:<romeo@example.org>
                S: 250 ok
                C: RCPT TO:<juliet@example.net>
                S: 250 ok
                C: DATA
                S: 354 go on
                DATA
                S: 250 taken
                """,
                House.mail(TEXT, JULIET)))
        .containsExactly("250");
  }
}

package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.content.Disclaimer;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.DkimKeyResult;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.TextAppending.Addition;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DkimVerifier;

/// What the guard leaves in messages, and what our signatures are worth.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SenderStepTest {

  private static final Actor TEST = new Actor("test");
  private static final DomainName DOMAIN = new DomainName("example.test");
  private static final DomainName OTHER = new DomainName("other.test");
  private static final String LOGIN =
      "AUTH PLAIN AHJvbWVvQGV4YW1wbGUudGVzdAB3aGVyZWZvcmUgYXJ0IHRob3U=";

  private House house;

  @BeforeAll
  void open() throws IOException {
    house = Strangers.house();
    house.directory().domains().add(TEST, OTHER, DomainSettings.DEFAULT);
    for (var domain : List.of(DOMAIN, OTHER))
      for (var algorithm : DkimAlgorithm.values()) publish(domain, algorithm);
  }

  private void publish(DomainName domain, DkimAlgorithm algorithm) {
    var keys = house.directory().dkimKeys();
    if (!(keys.add(TEST, domain, algorithm, null, 1_024) instanceof DkimKeyResult.Done(var made)))
      throw new AssertionError("no key");
    var key = made.getFirst();
    house.dns().add(key.recordName() + " TXT " + key.secret().record().joined());
    keys.activate(TEST, domain, key.selector());
  }

  @AfterAll
  void close() throws IOException {
    house.close();
  }

  private static String crlf(String lines) {
    return lines.replace("\n", "\r\n");
  }

  private String received(String from, String message) throws IOException {
    return received("INBOX", from, message);
  }

  private String received(String mailbox, String from, String message) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin(from, "juliet@example.test");
      client.send(message + ".\r\n");
      assertThat(client.reply()).startsWith("250");
      return house.texts("juliet", mailbox).getLast();
    }
  }

  private String submitted(String message) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      assertThat(client.say(LOGIN)).startsWith("235");
      client.begin("romeo@example.test", "juliet@example.test");
      client.send(message + ".\r\n");
      assertThat(client.reply()).startsWith("250");
      return house.inbox("juliet").getLast();
    }
  }

  @Test
  void what_was_seen_of_a_sender_is_handed_on_for_reports() throws IOException {
    int before = house.observed().size();
    received("nurse@good.test", crlf("From: nurse@good.test\n\nhi\n"));
    received("nurse@plain.test", crlf("From: nurse@plain.test\n\nhi\n"));
    submitted(crlf("From: romeo@example.test\n\nhi\n"));
    var seen = house.observed().subList(before, house.observed().size());
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().policyDomain().text()).isEqualTo("good.test");
    assertThat(seen.getFirst().row().source()).isEqualTo("127.0.0.1");
  }

  @Test
  void what_is_delivered_is_told_with_the_domain_that_vouches_for_it() throws IOException {
    int before = house.arrivals().size();
    received("nurse@good.test", crlf("From: nurse@good.test\n\nhi\n"));
    received("nurse@plain.test", crlf("From: nurse@plain.test\n\nhi\n"));
    submitted(crlf("From: romeo@example.test\n\nhi\n"));
    var told = house.arrivals().subList(before, house.arrivals().size());
    assertThat(told)
        .extracting(Feedback.Arrival::voucher)
        .containsExactly("good.test", null, "mail.example.test");
    assertThat(told.getFirst().recipients()).extracting(Object::toString).hasSize(1);
  }

  /// The verdicts on what was sent, our trace fields taken off.
  private List<DkimVerdict> verify(String stored) {
    var sent = stored.substring(stored.indexOf("DKIM-Signature: "));
    int end = sent.indexOf("\r\n\r\n") + 4;
    var header = HeaderFields.of(sent.substring(0, end).getBytes(ISO_8859_1));
    var verification = new DkimVerifier(house.dns(), House.CLOCK).start(header);
    var body = sent.substring(end).getBytes(ISO_8859_1);
    verification.body(body, 0, body.length);
    return verification.finish();
  }

  @Test
  void the_results_stand_above_received_and_below_return_path() throws IOException {
    assertThat(received("paris@good.test", "From: paris@good.test\r\n\r\nhi\r\n"))
        .startsWith(
            """
            Return-Path: <paris@good.test>
            Authentication-Results: mail.example.test; iprev=pass policy.iprev=127.0.0.1;
             spf=pass smtp.mailfrom=good.test; dkim=none reason="message not signed";
             dmarc=pass header.from=good.test
            Received: from client.example.test ([127.0.0.1])
            """
                .replace("\n", "\r\n"))
        .endsWith("+0000\r\nFrom: paris@good.test\r\n\r\nhi\r\n");
  }

  @Test
  void forged_results_are_taken_out_and_those_of_others_stay() throws IOException {
    var message =
        crlf(
            """
            Authentication-Results: mail.example.test;
             dmarc=pass header.from=bank.test
            From: paris@good.test
            Authentication-Results: other.test; spf=pass
            AUTHENTICATION-RESULTS : Mail.Example.Test 1; dkim=pass
            Subject: x

            hi
            """);
    assertThat(received("paris@good.test", message))
        .endsWith(
            crlf(
                """
                +0000
                From: paris@good.test
                Authentication-Results: other.test; spf=pass
                Subject: x

                hi
                """))
        .doesNotContain("bank.test");
    assertThat(submitted(message)).doesNotContain("bank.test").contains("other.test; spf=pass");
  }

  @Test
  void what_is_odd_says_so_in_its_header() throws IOException {
    assertThat(received("friar@plain.test", "From: friar@plain.test\r\n\r\nhi\r\n"))
        .contains(
            "\r\nX-Posthorn-Sender-Check: mark;\r\n SPF validation failed: plain.test does not"
                + " designate 127.0.0.1 as permitted sender\r\nReceived: ");
    assertThat(received("Junk", "", "From: a@quarantine.test\r\n\r\nhi\r\n"))
        .contains("\r\nX-Posthorn-Sender-Check: junk;\r\n DMARC: no aligned identifier");
  }

  @Test
  void a_large_message_is_checked_and_kept_as_it_is() throws IOException {
    var body = "All work and no play makes Jack a dull boy.\r\n".repeat(20_000);
    var message = "From: paris@good.test\r\n\r\n" + body;
    assertThat(received("paris@good.test", message)).endsWith("+0000\r\n" + message);
    var forged = "Authentication-Results: mail.example.test; spf=pass\r\n" + message;
    assertThat(received("paris@good.test", forged)).endsWith("+0000\r\n" + message);
  }

  @Test
  void a_submitted_message_is_signed_with_every_key_of_its_domain() throws IOException {
    var stored = submitted("From: Romeo <romeo@example.test>\r\nSubject: x\r\n\r\nhi\r\n");
    assertThat(stored)
        .startsWith("Return-Path: <romeo@example.test>\r\nReceived: ")
        .contains("+0000\r\nDKIM-Signature: v=1; a=rsa-sha256;")
        .doesNotContain("Authentication-Results");
    assertThat(verify(stored)).hasSize(2).allMatch(DkimVerdict::isPass);
    // What we have added is signed with the rest.
    assertThat(verify(stored.replace("\r\nDate: Fri", "\r\nDate: Sat")))
        .hasSize(2)
        .noneMatch(DkimVerdict::isPass);
  }

  @Test
  void nobody_gets_a_signature_of_a_domain_that_is_not_his() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      assertThat(client.say(LOGIN)).startsWith("235");
      client.begin("romeo@example.test", "juliet@example.test");
      client.send("From: Paris <paris@other.test>\r\n\r\nhi\r\n.\r\n");
      assertThat(client.reply()).startsWith("550 5.7.1 From names an address here");
    }
    assertThat(submitted("From: Paris <paris@elsewhere.test>\r\n\r\nhi\r\n"))
        .doesNotContain("DKIM-Signature");
  }

  @Test
  void what_strangers_send_is_not_signed() throws IOException {
    assertThat(received("paris@good.test", "From: romeo@example.test\r\n\r\nhi\r\n"))
        .doesNotContain("DKIM-Signature");
  }

  @Test
  void what_a_user_sends_gets_the_disclaimer_under_the_signature() throws IOException {
    var disclaimer =
        new Disclaimer(DOMAIN, Direction.INTERNAL, Addition.of("Grüße, Montague & Sons"));
    house.disclaimers().set(TEST, disclaimer);
    try {
      var message = "From: Romeo <romeo@example.test>\r\nSubject: x\r\n\r\nhi\r\n";
      var stored = submitted(message);
      assertThat(stored).endsWith("hi\r\n\r\nGr=C3=BC=C3=9Fe, Montague & Sons\r\n");
      assertThat(verify(stored)).hasSize(2).allMatch(DkimVerdict::isPass);
      assertThat(received("paris@good.test", message)).endsWith("\r\nhi\r\n");
    } finally {
      house.disclaimers().remove(TEST, DOMAIN, Direction.INTERNAL);
    }
  }

  @Test
  void what_a_user_has_submitted_passes_the_checks_of_the_next_host() throws IOException {
    house.dns().add("_dmarc.example.test TXT v=DMARC1; p=reject");
    var stored = submitted("From: romeo@example.test\r\n\r\nhi\r\n");
    var sent = stored.substring(stored.indexOf("DKIM-Signature: "));
    assertThat(received("bounces@elsewhere.test", sent))
        .contains("dmarc=pass header.from=example.test", "dkim=pass");
    house.dns().remove("_dmarc.example.test");
  }

  private static String part(String id, int number, String body) {
    return crlf(
        """
        From: Romeo <romeo@example.test>
        Subject: large (%d)
        Content-Type: message/partial; id="%s"; number=%d; total=2

        %s\
        """
            .formatted(number, id, number, body));
  }

  private static final String INSIDE = "Subject: large\nMIME-Version: 1.0\n\none\n";

  @Test
  void what_a_user_sends_in_parts_gets_one_disclaimer_and_is_signed_as_a_whole()
      throws IOException {
    var disclaimer = new Disclaimer(DOMAIN, Direction.INTERNAL, Addition.of("Montague & Sons"));
    house.disclaimers().set(TEST, disclaimer);
    try {
      submitted("From: romeo@example.test\r\n\r\nbefore\r\n");
      assertThat(submitted(part("whole@example.test", 1, INSIDE))).contains("before");
      var stored = submitted(part("whole@example.test", 2, "two\n"));
      assertThat(stored)
          .startsWith("Return-Path: <romeo@example.test>\r\nDKIM-Signature: ")
          .containsOnlyOnce("Received: ")
          .containsOnlyOnce("Message-ID: ")
          .endsWith("\r\n\r\none\r\ntwo\r\n\r\nMontague & Sons\r\n");
      assertThat(verify(stored)).hasSize(2).allMatch(DkimVerdict::isPass);
    } finally {
      house.disclaimers().remove(TEST, DOMAIN, Direction.INTERNAL);
    }
  }

  @Test
  void parts_that_go_on_as_they_are_are_signed_each() throws IOException {
    int before = house.inbox("juliet").size();
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      assertThat(client.say(LOGIN)).startsWith("235");
      client.begin("romeo@example.test", "juliet@example.test");
      client.send(part("alone@example.test", 1, INSIDE) + ".\r\n");
      assertThat(client.reply()).startsWith("250");
    }
    assertThat(house.inbox("juliet")).hasSize(before);
    assertThat(house.waitingParts().release(_ -> true)).isEqualTo(1);
    var stored = house.inbox("juliet").getLast();
    assertThat(stored).contains("message/partial").endsWith("\r\none\r\n");
    assertThat(verify(stored)).hasSize(2).allMatch(DkimVerdict::isPass);
  }

  @Test
  void a_stranger_does_not_slip_a_part_into_the_message_of_a_user() throws IOException {
    received("romeo@good.test", "From: nurse@good.test\r\n\r\nlast\r\n");
    assertThat(
            received(
                "nurse@good.test",
                part("shared@example.test", 1, INSIDE).replace("example.test>", "good.test>")))
        .endsWith("last\r\n");
    // of the same name, from a domain for which nothing speaks
    assertThat(
            received(
                "nurse@unknown.test",
                part("shared@example.test", 2, "evil\n")
                    .replace("romeo@example.test", "x@unknown.test")))
        .endsWith("last\r\n");
    assertThat(submitted(part("shared@example.test", 2, "mine\n"))).endsWith("last\r\n");
    assertThat(
            received(
                "nurse@good.test",
                part("shared@example.test", 2, "two\n").replace("example.test>", "good.test>")))
        .contains("spf=pass smtp.mailfrom=good.test")
        .endsWith("one\r\ntwo\r\n");
    assertThat(house.waitingParts().delete(_ -> true)).isEqualTo(2);
  }
}

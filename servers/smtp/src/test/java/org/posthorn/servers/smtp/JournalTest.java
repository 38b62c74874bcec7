package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AuditQuery;
import org.posthorn.domain.journal.JournalDirection;
import org.posthorn.domain.journal.JournalRule;
import org.posthorn.domain.journal.JournalStage;
import org.posthorn.domain.journal.Whose;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Copies of mail for an archive: here the nurse keeps it, or somebody elsewhere.
class JournalTest {

  private static final Actor TEST = new Actor("test");
  private static final String LOGIN =
      "AUTH PLAIN AHJvbWVvQGV4YW1wbGUudGVzdAB3aGVyZWZvcmUgYXJ0IHRob3U=";
  private static final String MESSAGE = "From: romeo@example.test\r\nSubject: x\r\n\r\nhi\r\n";

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House();
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  private void rule(JournalStage stage, EmailAddress to, JournalDirection... directions) {
    var ours = new Whose.OfDomain(new DomainName("example.test"));
    house.journals().add(TEST, new JournalRule(ours, Set.of(directions), stage, to));
  }

  private void ruleOn(EmailAddress person, JournalDirection direction) {
    var whose = new Whose.OfPerson(person);
    var to = House.address("nurse");
    house
        .journals()
        .add(TEST, new JournalRule(whose, Set.of(direction), JournalStage.RECEIVED, to));
  }

  private String submit(String... to) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      assertThat(client.say(LOGIN)).startsWith("235");
      client.begin("romeo@example.test", to);
      client.send(MESSAGE + ".\r\n");
      return client.reply();
    }
  }

  private String receive(Flavour flavour, String... to) throws IOException {
    try (var client = Client.greeted(house.port(flavour))) {
      if (flavour == Flavour.LMTP) client.say("LHLO client.example.test");
      client.begin("paris@good.test", to);
      client.send("From: paris@good.test\r\n\r\nhi\r\n.\r\n");
      return client.reply();
    }
  }

  @Test
  void the_archive_learns_of_all_recipients_and_gets_what_was_handed_in() throws IOException {
    rule(JournalStage.RECEIVED, House.address("nurse"), JournalDirection.INTERNAL);
    assertThat(submit("juliet@example.test", "prince@example.test")).startsWith("250");
    var copy = house.inbox("nurse").getLast();
    assertThat(copy)
        .contains(
            "\r\nX-MS-Journal-Report:\r\n",
            """
            Sender: romeo@example.test
            On-Behalf-Of: romeo@example.test
            Recipient: juliet@example.test
            Recipient: prince@example.test
            """
                .replace("\n", "\r\n"),
            "Stage: received\r\nDirection: internal\r\n",
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + MESSAGE);
    assertThat(house.inbox("juliet").getLast()).contains("Message-ID");
  }

  @Test
  void a_copy_of_what_is_delivered_is_as_it_lies_in_the_mailbox() throws IOException {
    rule(JournalStage.DELIVERED, House.address("nurse"), JournalDirection.INTERNAL);
    submit("juliet@example.test");
    assertThat(house.inbox("nurse").getLast()).contains(house.inbox("juliet").getLast());
  }

  @Test
  void a_direction_that_no_rule_names_is_not_copied() throws IOException {
    rule(JournalStage.DELIVERED, House.address("nurse"), JournalDirection.OUTGOING);
    submit("juliet@example.test");
    receive(Flavour.SMTP, "juliet@example.test");
    assertThat(house.inbox("nurse")).isEmpty();
    submit("friar@elsewhere.test");
    assertThat(house.inbox("nurse")).hasSize(1);
  }

  @Test
  void strangers_mail_goes_to_an_archive_elsewhere_through_the_queue() throws IOException {
    var archive = new EmailAddress(House.address("in").localpart(), new DomainName("archive.test"));
    rule(JournalStage.RECEIVED, archive, JournalDirection.INCOMING);
    receive(Flavour.SMTP, "juliet@example.test");
    var waiting = house.waiting().getFirst();
    assertThat(List.of(waiting.sender(), waiting.recipients()))
        .containsExactly("", "in@archive.test");
    assertThat(waiting.text()).contains("Direction: incoming").doesNotContain("Return-Path");
  }

  @Test
  void a_message_that_is_refused_is_not_copied_and_nobody_is_kept_by_a_full_archive()
      throws IOException {
    rule(JournalStage.RECEIVED, House.address("narrow"), JournalDirection.INCOMING);
    for (int i = 0; i < 3; i++) receive(Flavour.SMTP, "juliet@example.test");
    assertThat(house.inbox("narrow")).hasSize(3);
    receive(Flavour.SMTP, "stuffed@example.test");
    assertThat(receive(Flavour.SMTP, "stuffed@example.test")).doesNotStartWith("250");
    assertThat(house.inbox("narrow")).hasSize(4);
  }

  @Test
  void a_copy_has_come_as_far_as_the_message_so_that_a_ring_of_archives_is_found()
      throws IOException {
    rule(JournalStage.RECEIVED, House.address("nurse"), JournalDirection.INCOMING);
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("paris@good.test", "juliet@example.test");
      client.send("Received: from b\r\n by a\r\nReceived: from c\r\n\r\nhi\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
    }
    var copy = house.inbox("nurse").getLast();
    var header = copy.substring(0, copy.indexOf("\r\n\r\n"));
    assertThat(header)
        .containsPattern("(?s)Received: .*Received: from b\r\n by a\r\nReceived: from c\r\nFrom: ");
    assertThat(header.split("Received: ", -1)).hasSize(4);
  }

  @Test
  void a_rule_on_a_person_sees_mail_that_reaches_him_by_another_address() throws IOException {
    ruleOn(House.address("juliet"), JournalDirection.INCOMING);
    receive(Flavour.SMTP, "juliet+ball@example.test");
    assertThat(house.inbox("nurse")).hasSize(1);
    receive(Flavour.SMTP, "lovers@example.test");
    assertThat(house.inbox("nurse")).hasSize(2);
    receive(Flavour.SMTP, "romeo@example.test");
    assertThat(house.inbox("nurse")).hasSize(2);
  }

  @Test
  void what_a_list_brings_to_members_here_and_elsewhere_is_internal_and_outgoing()
      throws IOException {
    ruleOn(House.address("ball"), JournalDirection.INTERNAL);
    assertThat(submit("ball@example.test")).startsWith("250");
    assertThat(house.inbox("nurse").getLast()).contains("Direction: outgoing, internal\r\n");
  }

  @Test
  void lmtp_has_one_copy_for_all() throws IOException {
    rule(JournalStage.RECEIVED, House.address("nurse"), JournalDirection.INCOMING);
    receive(Flavour.LMTP, "juliet@example.test", "prince@example.test");
    assertThat(house.inbox("nurse")).hasSize(1);
  }

  @Test
  void what_all_recipients_refuse_by_lmtp_is_not_copied() throws IOException {
    rule(JournalStage.RECEIVED, House.address("nurse"), JournalDirection.INCOMING);
    try (var client = Client.greeted(house.port(Flavour.LMTP))) {
      client.say("LHLO client.example.test");
      client.begin("paris@good.test", "narrow@example.test", "full@example.test");
      client.send("From: paris@good.test\r\n\r\n" + "hi\r\n".repeat(1_000) + ".\r\n");
      assertThat(client.reply()).startsWith("5");
      assertThat(client.reply()).startsWith("5");
    }
    assertThat(house.inbox("nurse")).isEmpty();
  }

  @Test
  void who_adds_and_removes_a_rule_is_in_the_audit_log() {
    rule(JournalStage.RECEIVED, House.address("nurse"), JournalDirection.INCOMING);
    long number = house.journals().all().getFirst().number();
    assertThat(house.journals().remove(TEST, number)).isTrue();
    assertThat(house.journals().remove(TEST, number)).isFalse();
    var entries = house.directory().audit(AuditQuery.newest(2));
    assertThat(entries.getFirst().before()).contains("to: nurse@example.test");
    assertThat(entries.getLast().after()).contains("whose: @example.test");
  }
}

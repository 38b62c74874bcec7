package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.journal.JournalDirection;
import org.posthorn.domain.journal.JournalRule;
import org.posthorn.domain.journal.JournalStage;
import org.posthorn.domain.journal.Whose;
import org.posthorn.wire.mail.DomainName;

/// Recipients whose filters refuse mail (RFC 5429), beside others.
class FilterTest {

  private static final String MESSAGE = "From: paris@good.test\r\n\r\nhi\r\n.\r\n";

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House();
    house.script("romeo", "require \"ereject\"; ereject \"not from you\";");
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  @Test
  void who_may_refuse_gets_a_transaction_of_his_own() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.say("MAIL FROM:<paris@good.test>");
      assertThat(client.say("RCPT TO:<romeo@example.test>")).startsWith("250");
      assertThat(client.say("RCPT TO:<juliet@example.test>"))
          .startsWith("452 4.5.3")
          .contains("send it to the others separately");
      assertThat(client.say("DATA")).startsWith("354");
      client.send(MESSAGE);
      assertThat(client.reply()).startsWith("550").contains("not from you");
      client.say("MAIL FROM:<paris@good.test>");
      assertThat(client.say("RCPT TO:<juliet@example.test>")).startsWith("250");
      assertThat(client.say("RCPT TO:<romeo@example.test>")).startsWith("452 4.5.3");
      assertThat(client.say("RCPT TO:<nurse@example.test>")).startsWith("250");
      assertThat(client.say("DATA")).startsWith("354");
      client.send(MESSAGE);
      assertThat(client.reply()).startsWith("250");
    }
    assertThat(house.inbox("juliet")).hasSize(1);
    assertThat(house.inbox("romeo")).isEmpty();
  }

  @Test
  void lmtp_has_an_answer_for_each() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.LMTP))) {
      client.say("LHLO client.example.test");
      client.begin("paris@good.test", "romeo@example.test", "juliet@example.test");
      client.send(MESSAGE);
      assertThat(client.reply()).startsWith("550").contains("not from you");
      assertThat(client.reply()).startsWith("250");
    }
    assertThat(house.inbox("juliet")).hasSize(1);
  }

  @Test
  void an_archive_has_no_copy_of_what_was_refused() throws IOException {
    var ours = new Whose.OfDomain(new DomainName("example.test"));
    var incoming = Set.of(JournalDirection.INCOMING);
    var nurse = House.address("nurse");
    var rule = new JournalRule(ours, incoming, JournalStage.RECEIVED, nurse);
    house.journals().add(new Actor("test"), rule);
    for (var to : new String[] {"romeo@example.test", "juliet@example.test"})
      try (var client = Client.greeted(house.port(Flavour.SMTP))) {
        client.begin("paris@good.test", to);
        client.send(MESSAGE);
        assertThat(client.reply()).startsWith(to.startsWith("romeo") ? "550" : "250");
      }
    assertThat(house.inbox("nurse")).hasSize(1);
  }
}

package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.DkimKeyResult;
import org.posthorn.platform.net.Cidr;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;

/// Machines of the house that send without a login.
class RelayNetworkTest {

  private static final Actor TEST = new Actor("test");
  private static final DomainName DOMAIN = new DomainName("example.test");

  private static House relayingFor(String network) throws IOException {
    return new House(it -> it.relayingFor(List.of(Cidr.parse(network))));
  }

  private static void publish(House house) {
    var keys = house.directory().dkimKeys();
    var made = keys.add(TEST, DOMAIN, DkimAlgorithm.ED25519_SHA256, null, 1_024);
    var key = ((DkimKeyResult.Done) made).keys().getFirst();
    keys.activate(TEST, DOMAIN, key.selector());
  }

  @Test
  void a_machine_of_the_house_writes_to_everybody() throws IOException {
    try (var house = relayingFor("127.0.0.0/8");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      publish(house);
      client.begin("scanner@example.test", "friar@elsewhere.test");
      client.send("From: scanner@example.test\r\n\r\na page\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
      var waiting = house.waiting().getFirst();
      assertThat(waiting.sender()).isEqualTo("scanner@example.test");
      assertThat(waiting.reportTo()).isEqualTo("scanner@example.test");
      assertThat(waiting.recipients()).isEqualTo("friar@elsewhere.test");
      // Completed and signed as what users send.
      assertThat(waiting.text()).contains("DKIM-Signature: ", "\r\nDate: ", "\r\nMessage-ID: ");
    }
  }

  @Test
  void a_scanner_that_splits_sends_one_message() throws IOException {
    try (var house = relayingFor("127.0.0.0/8");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      publish(house);
      for (var part : List.of("1\r\n\r\nSubject: pages\r\n\r\none\r\n", "2\r\n\r\ntwo\r\n")) {
        assertThat(house.waiting()).isEmpty();
        client.begin("scanner@example.test", "friar@elsewhere.test");
        client.send(
            "From: scanner@example.test\r\n"
                + "Content-Type: message/partial; id=x; total=2; number="
                + part
                + ".\r\n");
        assertThat(client.reply()).startsWith("250");
      }
      assertThat(house.waiting()).hasSize(1);
      var sent = house.waiting().getFirst().text();
      assertThat(sent).endsWith("Subject: pages\r\n\r\none\r\ntwo\r\n");
      assertThat(sent).containsOnlyOnce("DKIM-Signature: ").containsOnlyOnce("Message-ID: ");
    }
  }

  @Test
  void it_may_ask_for_reports() throws IOException {
    try (var house = relayingFor("127.0.0.1");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      assertThat(client.say("MAIL FROM:<scanner@example.test> RET=HDRS")).startsWith("250");
      assertThat(client.say("RCPT TO:<friar@elsewhere.test> NOTIFY=SUCCESS")).startsWith("250");
    }
  }

  @Test
  void it_hears_that_its_mail_is_in_a_mailbox_here() throws IOException {
    try (var house = relayingFor("127.0.0.1");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.say("MAIL FROM:<nurse@example.test>");
      assertThat(client.say("RCPT TO:<juliet@example.test> NOTIFY=SUCCESS")).startsWith("250");
      client.say("DATA");
      client.send("From: nurse@example.test\r\n\r\na page\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
      assertThat(house.inbox("nurse").getLast()).contains("Action: delivered");
    }
  }

  /// RFC 4865 §3 (7): that is for submission.
  @Test
  void it_cannot_put_off_its_mail() throws IOException {
    try (var house = relayingFor("127.0.0.1");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      assertThat(client.say("MAIL FROM:<scanner@example.test> HOLDFOR=60")).startsWith("555");
    }
  }

  @Test
  void everybody_else_writes_to_us_only() throws IOException {
    try (var house = relayingFor("192.0.2.0/24");
        var client = Client.greeted(house.port(Flavour.SMTP))) {
      assertThat(client.say("MAIL FROM:<scanner@example.test>")).startsWith("250");
      assertThat(client.say("RCPT TO:<friar@elsewhere.test>")).startsWith("550 5.7.1");
      assertThat(client.say("RCPT TO:<juliet@example.test>")).startsWith("250");
    }
  }

  @Test
  void submission_wants_its_login_from_everybody() throws IOException {
    try (var house = relayingFor("127.0.0.0/8");
        var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      assertThat(client.say("MAIL FROM:<scanner@example.test>")).startsWith("530 5.7.0");
    }
  }
}

package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.DkimKeyResult;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;

/// Mail that an address of ours leads elsewhere, from the dialogue to the queue, and back.
class ForwardingTest {

  private static final Actor TEST = new Actor("test");
  private static final DomainName DOMAIN = new DomainName("example.test");
  private static final String MESSAGE =
      "From: Paris <paris@friends.test>\r\nSubject: a ball\r\n\r\ntonight\r\n";

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = Strangers.house();
    var keys = house.directory().dkimKeys();
    var made = keys.add(TEST, DOMAIN, DkimAlgorithm.RSA_SHA256, null, 1_024);
    var key = ((DkimKeyResult.Done) made).keys().getFirst();
    house.dns().add(key.recordName() + " TXT " + key.secret().record().joined());
    keys.activate(TEST, DOMAIN, key.selector());
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  private String send(String from, String to, String message) throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin(from, to);
      client.send(message + ".\r\n");
      return client.reply();
    }
  }

  @Test
  void a_strangers_message_leaves_under_our_name_with_what_was_found_under_seal()
      throws IOException {
    assertThat(send("paris@good.test", "elsewhere@example.test", MESSAGE)).startsWith("250");
    var waiting = house.waiting().getFirst();
    assertThat(waiting.sender())
        .matches("SRS0=[a-z2-7]{8}=[a-z2-7]{2}=good.test=paris@example.test");
    assertThat(waiting.reportTo()).isEqualTo("paris@good.test");
    assertThat(waiting.recipients()).isEqualTo("friar@elsewhere.test");
    assertThat(waiting.text())
        .startsWith("ARC-Seal: i=1; a=rsa-sha256;")
        .contains("\r\nAuthentication-Results: mail.example.test;", "spf=pass")
        .doesNotContain("Return-Path")
        .endsWith("+0000\r\n" + MESSAGE);
    // The next host can follow it.
    send("bounces@elsewhere.test", "juliet@example.test", waiting.text());
    assertThat(house.inbox("juliet").getLast()).contains("arc=pass");
  }

  @Test
  void a_report_on_it_goes_to_who_has_sent_it() throws IOException {
    send("paris@good.test", "elsewhere@example.test", MESSAGE);
    var stands = house.waiting().getFirst().sender();
    assertThat(send("", stands, "From: postmaster@elsewhere.test\r\n\r\nno\r\n")).startsWith("250");
    var report = house.waiting().getFirst();
    assertThat(report.sender()).isEmpty();
    assertThat(report.recipients()).isEqualTo("paris@good.test");
  }
}

package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is in the mailbox after a message was accepted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredMessageTest {

  private static final String MESSAGE = "Subject: hi\r\n\r\n.text\r\n..\r\n";
  private static final String STUFFED = "Subject: hi\r\n\r\n..text\r\n...\r\n.\r\n";

  private House house;

  @BeforeAll
  void open() throws IOException {
    house = new House();
  }

  @AfterAll
  void close() throws IOException {
    house.close();
  }

  private String last(String name) {
    return house.inbox(name).getLast();
  }

  @Test
  void trace_fields_come_first_and_the_message_is_as_it_was() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("a@elsewhere.test", "romeo+tag@example.test");
      client.send(STUFFED);
      var id = client.reply().replaceAll(".* ", "");
      assertThat(last("romeo"))
          .isEqualTo(
              """
              Return-Path: <a@elsewhere.test>
              Received: from client.example.test ([127.0.0.1])
              \tby mail.example.test with ESMTP
              \tid %s
              \tfor <romeo+tag@example.test>;
              \tFri, 20 Nov 2026 12:00:00 +0000
              """
                      .formatted(id)
                      .replace("\n", "\r\n")
                  + MESSAGE);
    }
  }

  @Test
  void several_recipients_do_not_learn_of_each_other() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "romeo@example.test", "juliet@example.test");
      client.send(STUFFED);
      assertThat(client.reply()).startsWith("250");
      assertThat(last("romeo"))
          .startsWith("Return-Path: <>\r\n")
          .doesNotContain("romeo@")
          .doesNotContain("juliet@")
          .endsWith(MESSAGE);
      assertThat(last("juliet")).isEqualTo(last("romeo"));
    }
  }

  @Test
  void the_received_field_names_tls_and_the_login() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      var session = client.startTls().getSession();
      client.say("EHLO [192.0.2.7]");
      client.say("AUTH LOGIN");
      client.say("cm9tZW8=");
      var password =
          Base64.getEncoder().encodeToString(House.PASSWORD.getBytes(StandardCharsets.UTF_8));
      assertThat(client.say(password)).startsWith("235");
      client.begin("romeo@example.test", "juliet@example.test");
      client.send("Date: today\r\nMessage-ID: <x@y>\r\n\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
      assertThat(last("juliet"))
          .contains("Received: from [192.0.2.7] ([127.0.0.1])")
          .contains(
              "with ESMTPSA (%s %s)\r\n".formatted(session.getProtocol(), session.getCipherSuite()))
          .endsWith("+0000\r\nDate: today\r\nMessage-ID: <x@y>\r\n\r\n");
    }
  }

  @Test
  void what_is_no_host_name_stays_out_of_trace_fields() throws IOException {
    try (var client = new Client(house.port(Flavour.SMTP))) {
      client.reply();
      client.say("HELO (evil;");
      client.begin("a@elsewhere.test", "romeo@example.test");
      client.send(STUFFED);
      assertThat(client.reply()).startsWith("250");
      assertThat(last("romeo"))
          .contains(
              "Received: from [127.0.0.1] ([127.0.0.1])\r\n\tby mail.example.test with SMTP\r\n")
          .doesNotContain("evil");
    }
  }

  @Test
  void international_messages_say_so() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.LMTP))) {
      client.say("LHLO client.example.test");
      client.say("MAIL FROM:<a@elsewhere.test> SMTPUTF8");
      client.send("RCPT TO:<".getBytes(StandardCharsets.UTF_8));
      client.send("ünïcode@example.test>\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(client.reply()).startsWith("250");
      client.say("DATA");
      client.send(STUFFED);
      assertThat(client.reply()).startsWith("250");
      assertThat(last("ünïcode"))
          .contains("with UTF8LMTP\r\n")
          .contains("\tfor <ünïcode@example.test>;");
    }
  }

  @Test
  void a_submitted_message_gets_what_it_lacks() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SUBMISSION))) {
      client.say("AUTH PLAIN AHJvbWVvAHdoZXJlZm9yZSBhcnQgdGhvdQ==");
      client.begin("romeo@example.test", "juliet@example.test");
      client.send("From: Romeo <romeo@example.test>\r\n\r\nDate: in the body\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
      assertThat(last("juliet"))
          .startsWith("Return-Path: <romeo@example.test>\r\nReceived: from client.example.test")
          .contains("\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <")
          .containsPattern("Message-ID: <[a-z0-9.-]+@mail\\.example\\.test>\r\nFrom: Romeo")
          .endsWith("\r\n\r\nDate: in the body\r\n");
    }
  }

  @Test
  void a_relayed_message_is_left_as_it_is() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("a@elsewhere.test", "romeo@example.test");
      client.send("From: a@elsewhere.test\r\n\r\n.\r\n");
      assertThat(client.reply()).startsWith("250");
      assertThat(last("romeo")).endsWith("+0000\r\nFrom: a@elsewhere.test\r\n\r\n");
    }
  }

  @Test
  void binary_messages_keep_every_octet() throws IOException {
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.say("MAIL FROM:<> BODY=BINARYMIME");
      client.say("RCPT TO:<nurse@example.test>");
      client.send("BDAT 8\r\na:b\r\n\r\n\0BDAT 6 LAST\r\n\r\n.\r\n\r");
      assertThat(client.reply()).startsWith("250");
      assertThat(client.reply()).startsWith("250");
      assertThat(last("nurse")).endsWith("a:b\r\n\r\n\0\r\n.\r\n\r");
    }
  }
}

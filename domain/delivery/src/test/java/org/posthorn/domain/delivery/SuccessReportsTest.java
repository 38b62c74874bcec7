package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.ReadReport;
import org.posthorn.wire.report.ReportReader;
import org.posthorn.wire.smtp.Notify;

/// RFC 3461 §4.1, §5.2.7: a user who asks hears that his mail is in a mailbox here.
final class SuccessReportsTest {

  private static final Notify SUCCESS =
      new Notify(Set.of(Notify.Event.SUCCESS, Notify.Event.FAILURE));
  private static final String MESSAGE =
      "From: romeo@example.test\r\nSubject: But soft\r\n\r\nWhat light?\r\n";

  @TempDir Path folder;
  private PostOffice office;

  @BeforeEach
  void open() {
    office = new PostOffice(folder);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void who_asks_for_it_hears_of_each_recipient_in_one_report() throws IOException {
    var sent = office.send(office.user("romeo"), SUCCESS, MESSAGE, "juliet", "nurse");
    assertThat(sent).containsExactly("stored 1", "stored 1");
    var report = onlyReport("romeo");
    assertThat(report)
        .startsWith("Return-Path: <>\r\n")
        .contains("Subject: But soft")
        .doesNotContain("What light?");
    assertThat(statuses(report))
        .containsExactly(
            "juliet@example.test delivered 2.1.5", "nurse@example.test delivered 2.1.5");
    assertThat(office.story()).contains("its sender is told that it was delivered");
  }

  @Test
  void who_does_not_ask_hears_nothing() throws IOException {
    office.send(office.user("romeo"), MESSAGE, "juliet");
    office.send(office.user("romeo"), new Notify(Set.of(Notify.Event.FAILURE)), MESSAGE, "juliet");
    assertThat(office.inbox("romeo")).isEmpty();
  }

  @Test
  void a_message_that_is_refused_is_not_reported_as_delivered() throws IOException {
    office.account("tiny", office.quota(10, 0));
    var sent = office.send(office.user("romeo"), SUCCESS, MESSAGE, "juliet", "tiny");
    assertThat(sent).containsExactly("WITH_ANOTHER", "LARGER_THAN_QUOTA");
    assertThat(office.inbox("romeo")).isEmpty();
  }

  @Test
  void the_report_reaches_a_sender_whose_own_mailbox_is_full() throws IOException {
    office.account("tiny", office.quota(10, 0));
    office.send(office.user("tiny"), SUCCESS, MESSAGE, "juliet");
    assertThat(onlyReport("tiny")).contains("juliet@example.test");
  }

  @Test
  void an_address_that_leads_to_one_elsewhere_is_left_to_the_next_host() throws IOException {
    office.alias("friar", "friar@elsewhere.test");
    office.send(office.user("romeo"), SUCCESS, MESSAGE, "friar");
    assertThat(office.inbox("romeo")).isEmpty();
    assertThat(office.queuedNotify()).containsExactly("SUCCESS,FAILURE");
  }

  @Test
  void an_address_that_leads_to_several_is_expanded_and_none_of_them_reports() throws IOException {
    office.alias("family", "juliet@example.test", "friar@elsewhere.test");
    office.send(office.user("romeo"), SUCCESS, MESSAGE, "family");
    assertThat(statuses(onlyReport("romeo"))).containsExactly("family@example.test expanded 2.1.5");
    assertThat(office.queuedNotify()).containsExactly("FAILURE");
  }

  private String onlyReport(String name) {
    var inbox = office.inbox(name);
    assertThat(inbox).hasSize(1);
    return inbox.getFirst();
  }

  private static List<String> statuses(String message) throws IOException {
    var bytes = message.getBytes(StandardCharsets.UTF_8);
    var source = MessageSource.of(bytes);
    var read = ReportReader.read(MessageParser.parse(bytes), source);
    var status = ((ReadReport.Delivery) read).report();
    return status.recipients().stream()
        .map(it ->
            "%s %s %s".formatted(it.recipient().address(), it.action().wireName(), it.status()))
        .toList();
  }
}

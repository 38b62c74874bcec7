package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;

/// SEARCH with the index says what it says without.
class IndexedSearchTest {

  private static final List<String> KEYS =
      List.of(
          "TEXT e",
          "TEXT romeo",
          "TEXT \"subject: \"",
          "BODY the",
          "BODY \"the \"",
          "TEXT @example",
          "NOT TEXT romeo",
          "OR BODY the SUBJECT re",
          "SUBJECT re",
          "SUBJECT \"\"",
          "FROM romeo@example.test",
          "FROM example NOT TO example",
          "CC \"\"",
          "BCC juliet",
          "HEADER Message-ID \"\"",
          "HEADER Message-ID @",
          "HEADER X-Nothing \"\"",
          "HEADER Received by UNSEEN",
          "UNSEEN 2:9 TEXT a",
          "LARGER 500 TEXT multipart",
          "TEXT --",
          "TEXT \"\"",
          "CHARSET UTF-8 TEXT {3+}\r\n\u00e2\u0082\u00ac",
          "CHARSET UTF-8 TEXT {2+}\r\n\u00c3\u00a9");

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> answers() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("s SELECT INBOX");
      var answers = new ArrayList<String>();
      for (var key : KEYS) answers.add(key + " -> " + client.command("a SEARCH " + key));
      return answers;
    }
  }

  @Test
  void an_answer_does_not_depend_on_what_is_indexed() throws IOException {
    house.reset();
    var mails = Mails.all();
    for (var mail : mails) house.deliver("romeo", mail);
    var before = answers();
    assertThat(before).allSatisfy(answer -> assertThat(answer).contains("a OK SEARCH"));
    house.indexAll();
    assertThat(answers()).isEqualTo(before);
    for (var mail : mails) house.deliver("romeo", mail);
    var both = answers();
    house.indexAll();
    assertThat(answers()).isEqualTo(both).isNotEqualTo(before);
  }

  @Test
  void a_fuzzy_search_finds_other_endings_and_knows_which_words_are_rare() throws IOException {
    house.reset();
    // Of fewer messages each is looked at.
    for (int i = 0; i < 30; i++) house.deliver("romeo", mail("Weekly report", "The report."));
    house.deliver("romeo", mail("Travel", "All hotels are booked, says the report."));
    house.deliver("romeo", mail("Hotels", "The report on them."));
    house.indexAll();
    try (var client = RawClient.loggedIn(house)) {
      client.command("s SELECT INBOX");
      assertThat(client.command("a SEARCH RETURN (ALL RELEVANCY) FUZZY TEXT \"hotel\""))
          .contains("ALL 31:32 RELEVANCY (33 100)");
      assertThat(client.command("b SEARCH FUZZY SUBJECT hotel")).contains("* SEARCH 32\n");
      assertThat(client.command("c SEARCH FUZZY BODY hotel")).contains("* SEARCH 31\n");
      house.deliver("romeo", mail("Late", "One hotel more."));
      client.command("n NOOP");
      assertThat(client.command("d SEARCH FUZZY BODY hotel")).contains("* SEARCH 31 33\n");
    }
  }

  private static Mail mail(String subject, String text) {
    var bytes = "From: a@x.example\r\nSubject: %s\r\n\r\n%s\r\n".formatted(subject, text);
    return new Mail("made", bytes.getBytes(US_ASCII));
  }
}

package org.posthorn.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.domain.transfer.TransferHouse.ROMEO;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.transfer.FileImport.FromQuoting;

/// Mboxes as programs write them, and as they get damaged.
class MboxImportTest {
  @TempDir private Path folder = Path.of("");
  private TransferHouse house;

  @SuppressWarnings("NullAway") // opened before each test
  MboxImportTest() {}

  @BeforeEach
  void open() throws IOException {
    house = new TransferHouse(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private TransferReport bring(Path path) throws TransferRefused {
    return house.bring(new FileImport.Mbox(path, null, FromQuoting.QUOTED));
  }

  @Test
  void messages_come_with_flags_dates_and_without_the_files_own_fields() throws Exception {
    var file =
        file(
            "mbox",
            """
            From juliet@example.org Fri May  6 07:08:09 2011
            Subject: one
            Status: RO
            X-Status: AF
            X-Keywords: $Label1 work
            Content-Length: 99999

            first
            >From here on
            >>From there

            From - Sat May  7 07:08:09 2011 +0200
            Subject: two

            second
            """);
    assertThat(bring(file).imported()).isEqualTo(2);
    assertThat(house.texts(ROMEO, "INBOX"))
        .containsExactly(
            "Subject: one\r\n\r\nfirst\r\nFrom here on\r\n>From there\r\n",
            "Subject: two\r\n\r\nsecond\r\n");
    assertThat(house.flags(ROMEO, "INBOX", 0).system())
        .containsExactlyInAnyOrder(SystemFlag.SEEN, SystemFlag.ANSWERED, SystemFlag.FLAGGED);
    assertThat(house.flags(ROMEO, "INBOX", 0).keywords())
        .containsExactlyInAnyOrder("$Label1", "work");
    assertThat(house.flags(ROMEO, "INBOX", 1)).isEqualTo(Flags.NONE);
    assertThat(house.row(ROMEO, "INBOX", 1).receivedAt())
        .isEqualTo(Instant.parse("2011-05-06T07:08:09Z"));
    assertThat(house.row(ROMEO, "INBOX", 2).receivedAt())
        .isEqualTo(Instant.parse("2011-05-07T05:08:09Z"));
  }

  @Test
  void a_second_run_brings_what_is_new_and_the_flags_that_changed() throws Exception {
    var one = "From a Fri May  6 07:08:09 2011\nSubject: one\n%s\n1\n\n";
    var two = "From a Fri May  6 07:08:09 2011\nSubject: two\n\n2\n\n";
    bring(file("mbox", one.formatted("")));
    var report = bring(file("mbox", two + one.formatted("Status: R\n")));
    assertThat(report)
        .isEqualTo(new TransferReport(1, 1, 1, 0, java.util.List.of(), java.util.List.of()));
    assertThat(house.flags(ROMEO, "INBOX", 0)).isEqualTo(Flags.of(SystemFlag.SEEN));
    assertThat(house.uids(ROMEO, "INBOX")).containsExactly(1, 2);
  }

  @Test
  void a_content_length_counts_only_if_a_message_ends_there() throws Exception {
    var body = "text\n\nFrom b Fri May  6 07:08:09 2011\nmore\n";
    var right = "From a Fri May  6 07:08:09 2011\nContent-Length: %d\n\n%s\n";
    bring(
        file(
            "right",
            right.formatted(body.length(), body) + "From c Fri May  6 07:08:09 2011\nX: y\n\nz\n"));
    assertThat(house.texts(ROMEO, "INBOX"))
        .containsExactly("\r\n" + body.replace("\n", "\r\n"), "X: y\r\n\r\nz\r\n");
    house.bring(
        new FileImport.Mbox(
            file("wrong", right.formatted(body.length() - 3, body)),
            new MailboxPath("Wrong"),
            FromQuoting.QUOTED));
    assertThat(house.texts(ROMEO, "Wrong")).containsExactly("\r\ntext\r\n", "more\r\n\r\n");
  }

  @Test
  void a_line_that_only_looks_like_a_separator_is_text() throws Exception {
    bring(
        file(
            "mbox",
            """
            From a Fri May  6 07:08:09 2011
            Subject: letter

            From my window I see
            From a Fri May  6 07:08:09 2011
            the street

            From here to there
            """));
    assertThat(house.texts(ROMEO, "INBOX")).hasSize(1);
  }

  @Test
  void uids_of_the_file_stay_and_its_notes_are_no_message() throws Exception {
    bring(
        file(
            "mbox",
            """
            From MAILER-DAEMON Fri May  6 07:08:09 2011
            Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA
            X-IMAP: 1300000000 0000000009

            notes

            From a Fri May  6 07:08:09 2011
            Subject: five
            X-UID: 5

            5

            From a Fri May  6 07:08:09 2011
            Subject: new

            6
            """));
    assertThat(house.mailbox(ROMEO, "INBOX").uidValidity()).isEqualTo(1300000000L);
    assertThat(house.uids(ROMEO, "INBOX")).containsExactly(5, 10);
  }

  @Test
  void folders_of_mboxes_become_mailboxes_and_what_is_none_is_named() throws Exception {
    var mbox = "From a Fri May  6 07:08:09 2011\nSubject: %s\n\n1\n";
    file("mail/Inbox", mbox.formatted("i"));
    file("mail/Work.sbd/Letters", mbox.formatted("l"));
    file("mail/Old.mbox/mbox", mbox.formatted("o"));
    file("mail/Empty", "");
    file("mail/Inbox.msf", "index");
    file("mail/notes", "Dear diary\n");
    var report = bring(folder.resolve("mail"));
    assertThat(report.imported()).isEqualTo(3);
    assertThat(report.faults())
        .singleElement()
        .matches(fault -> fault.file().endsWith("notes") && fault.reason().contains("no mbox"));
    assertThat(house.uids(ROMEO, "INBOX")).hasSize(1);
    assertThat(house.uids(ROMEO, "Work/Letters")).hasSize(1);
    assertThat(house.uids(ROMEO, "Old")).hasSize(1);
    assertThat(house.uids(ROMEO, "Empty")).isEmpty();
  }

  @Test
  void a_file_without_separators_is_refused_before_anything_comes() throws Exception {
    var file = file("letter.txt", "Dear Juliet,\n\nFrom a Fri May  6 07:08:09 2011\n");
    assertThatThrownBy(() -> bring(file))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("no mbox");
  }

  @Test
  void endless_lines_cost_no_memory_and_the_next_message_is_found() throws Exception {
    var mbox = "From a Fri May  6 07:08:09 2011\n";
    var text = mbox + "X: " + "x".repeat(300_000) + "\n\n" + "y".repeat(1_000_000) + "\n\n" + mbox;
    bring(file("mbox", text + "Subject: next\n\n"));
    assertThat(house.texts(ROMEO, "INBOX")).hasSize(2).last().isEqualTo("Subject: next\r\n\r\n");
    assertThat(house.row(ROMEO, "INBOX", 1).size()).isEqualTo(1_300_009);
  }
}

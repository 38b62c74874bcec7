package org.posthorn.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.domain.transfer.TransferHouse.JULIET;
import static org.posthorn.domain.transfer.TransferHouse.ROMEO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.transfer.FileImport.FromQuoting;

/// What goes out comes in again as it was, in every form.
class ExportTest {
  private static final Instant THEN = Instant.parse("2011-05-06T07:08:09Z");
  private static final Flags FLAGS =
      new Flags(Set.of(SystemFlag.SEEN, SystemFlag.FLAGGED), Set.of("$Work", "later"));
  private static final String LETTER =
      "Subject: one\r\n\r\nFrom here\r\n>From there\r\n\r\nlast\r\n";

  @TempDir private Path folder = Path.of("");
  private TransferHouse house;

  @SuppressWarnings("NullAway") // opened before each test
  ExportTest() {}

  @BeforeEach
  void open() throws IOException {
    house = new TransferHouse(folder.resolve("data"));
    house.mail.mailboxes().open(ROMEO);
    house.mail.mailboxes().open(JULIET);
    house.mail.mailboxes().create(ROMEO, new MailboxPath("Work/R\u00e9sum\u00e9s"), null);
    house.mail.mailboxes().subscribe(ROMEO, new MailboxPath("Work/R\u00e9sum\u00e9s"));
    house.store(ROMEO, "INBOX", "Subject: gone\r\n\r\n", Flags.NONE, THEN);
    house.store(ROMEO, "INBOX", LETTER, FLAGS, THEN);
    house.store(ROMEO, "INBOX", "Subject: two\r\n\r\n2\r\n", Flags.NONE, THEN);
    house.store(ROMEO, "Work/R\u00e9sum\u00e9s", "Subject: cv\r\n\r\nI\r\n", Flags.NONE, THEN);
    house.mail.messages().destroy(house.where(ROMEO, "INBOX"), Uids.of(1));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void export(FileExport to) throws TransferRefused {
    var report = house.transfer.export(ROMEO, to, (_, _) -> {});
    assertThat(report).isEqualTo(new TransferReport(3, 0, 0, 0, List.of(), List.of()));
  }

  private void bring(FileImport from) throws TransferRefused {
    var report = house.transfer.importFiles(JULIET, from, (_, _) -> {});
    assertThat(report).isEqualTo(new TransferReport(3, 0, 0, 0, List.of(), List.of()));
    assertThat(house.texts(JULIET, "INBOX")).containsExactlyElementsOf(house.texts(ROMEO, "INBOX"));
    assertThat(house.texts(JULIET, "Work/R\u00e9sum\u00e9s")).hasSize(1);
    for (int uid : house.uids(JULIET, "INBOX"))
      assertThat(house.row(JULIET, "INBOX", uid).receivedAt()).isEqualTo(THEN);
  }

  private void assertNumbersAndFlags() {
    for (var path : List.of("INBOX", "Work/R\u00e9sum\u00e9s")) {
      var here = house.mailbox(ROMEO, path);
      var there = house.mailbox(JULIET, path);
      assertThat(there.uidValidity()).isEqualTo(here.uidValidity());
      assertThat(there.uidNext()).isEqualTo(here.uidNext());
      assertThat(house.uids(JULIET, path)).isEqualTo(house.uids(ROMEO, path));
    }
    assertThat(house.flags(JULIET, "INBOX", 0)).isEqualTo(FLAGS);
    assertThat(house.flags(JULIET, "INBOX", 1)).isEqualTo(Flags.NONE);
  }

  @Test
  void a_maildir_keeps_uids_flags_dates_and_subscriptions() throws Exception {
    var path = folder.resolve("Maildir");
    export(new FileExport.Maildir(path));
    assertThat(Files.readAllLines(path.resolve("dovecot-keywords")))
        .containsExactly("0 $Work", "1 later");
    assertThat(Files.readString(path.resolve("dovecot-uidlist")))
        .contains("\n2 :1304665689.M0P1U2.posthorn,S=42,W=48\n");
    assertThat(path.resolve("cur/1304665689.M0P1U2.posthorn,S=42,W=48:2,FSab"))
        .hasContent("Subject: one\n\nFrom here\n>From there\n\nlast\n");
    bring(new FileImport.Maildir(path));
    assertNumbersAndFlags();
    assertThat(house.mail.mailboxes().subscriptions(JULIET))
        .contains(new MailboxPath("Work/R\u00e9sum\u00e9s"));
  }

  @Test
  void mboxes_keep_uids_flags_and_dates() throws Exception {
    var path = folder.resolve("mboxes");
    export(new FileExport.Mbox(path));
    assertThat(path.resolve("INBOX"))
        .content()
        .startsWith("From MAILER-DAEMON Fri May  6 07:08:09 2011\nX-IMAPbase: ")
        .contains("\n>From here\n>>From there\n\nlast\n\nFrom MAILER-DAEMON ");
    bring(new FileImport.Mbox(path, null, FromQuoting.QUOTED));
    assertNumbersAndFlags();
  }

  @Test
  void eml_files_are_what_came_octet_by_octet() throws Exception {
    var path = folder.resolve("eml");
    export(new FileExport.Eml(path));
    assertThat(path.resolve("INBOX/0000000002.eml")).content().isEqualTo(LETTER);
    bring(new FileImport.Eml(path, null));
  }

  @Test
  void a_zip_has_the_same() throws Exception {
    var path = folder.resolve("mail.zip");
    export(new FileExport.Zip(path));
    bring(new FileImport.Zip(path, null, FromQuoting.QUOTED));
  }

  @Test
  void what_is_there_stays_and_half_an_export_is_never_taken_for_a_whole_one() throws Exception {
    var path = Files.createDirectory(folder.resolve("there"));
    assertThatThrownBy(() -> export(new FileExport.Eml(path)))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("is there already");
    Files.createDirectory(folder.resolve(".eml.part"));
    assertThatThrownBy(() -> export(new FileExport.Eml(folder.resolve("eml"))))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("one was cut short");
  }
}

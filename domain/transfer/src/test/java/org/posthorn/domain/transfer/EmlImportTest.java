package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.domain.transfer.TransferHouse.ROMEO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.transfer.FileImport.FromQuoting;

/// Messages in files of their own, and zips of them.
class EmlImportTest {
  private static final Instant THEN = Instant.parse("2011-05-06T07:08:09Z");

  @TempDir private Path folder = Path.of("");
  private TransferHouse house;

  @SuppressWarnings("NullAway") // opened before each test
  EmlImportTest() {}

  @BeforeEach
  void open() throws IOException {
    house = new TransferHouse(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void file(String name, String text) throws IOException {
    var file = folder.resolve("mail").resolve(name);
    Files.createDirectories(file.getParent());
    Files.setLastModifiedTime(Files.writeString(file, text), FileTime.from(THEN));
  }

  @Test
  void a_tree_becomes_mailboxes_with_dates_from_the_fields_or_the_file() throws Exception {
    file("a.eml", "Subject: a\n\nx\n");
    file("Work/b.EML", "Date: Sat, 7 May 2011 07:08:09 +0200\n\nx\n");
    file(
        "Work/c.eml",
        "Received: from x by y;\n Sun, 8 May 2011 07:08:09 +0000\nDate: nonsense\n\nx\n");
    file("Work/readme.txt", "nothing");
    file("Work/empty.eml", "");
    var from = new FileImport.Eml(folder.resolve("mail"), new MailboxPath("Old"));
    var report = house.bring(from);
    assertThat(report.imported()).isEqualTo(3);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(house.row(ROMEO, "Old", 1).receivedAt()).isEqualTo(THEN);
    assertThat(house.flags(ROMEO, "Old", 0)).isEqualTo(Flags.of(SystemFlag.SEEN));
    assertThat(house.row(ROMEO, "Old/Work", 1).receivedAt())
        .isEqualTo(Instant.parse("2011-05-07T05:08:09Z"));
    assertThat(house.row(ROMEO, "Old/Work", 2).receivedAt())
        .isEqualTo(Instant.parse("2011-05-08T07:08:09Z"));
    assertThat(house.bring(from).known()).isEqualTo(3);
  }

  private interface Fill {
    void of(ZipOutputStream zip) throws IOException;
  }

  private Path zip(Fill fill) throws IOException {
    var file = folder.resolve("mail.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      fill.of(zip);
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }

  private TransferReport bring(Path zip) throws TransferRefused {
    return house.bring(new FileImport.Zip(zip, null, FromQuoting.QUOTED));
  }

  @Test
  void a_zip_brings_messages_and_mboxes_and_refuses_names_that_lead_out() throws Exception {
    var file =
        zip(zip -> {
          entry(zip, "Work/a.eml", "Subject: a\n\nx\n");
          entry(zip, "b.eml", "Subject: b\n\nx\n");
          entry(zip, "Letters.mbox", "From a Fri May  6 07:08:09 2011\nSubject: c\n\nx\n");
          entry(zip, "readme", "no mail");
          entry(zip, "../../etc/d.eml", "Subject: d\n\nx\n");
          entry(zip, "/e.eml", "Subject: e\n\nx\n");
        });
    var report = bring(file);
    assertThat(report.imported()).isEqualTo(3);
    assertThat(report.faults())
        .extracting(TransferReport.Fault::reason)
        .containsExactlyInAnyOrder(
            "its name leads out of the zip",
            "its name leads out of the zip",
            "it cannot be read: it does not begin with a line \"From …\" that has a date, so it is"
                + " no mbox");
    assertThat(house.texts(ROMEO, "INBOX")).containsExactly("Subject: b\r\n\r\nx\r\n");
    assertThat(house.uids(ROMEO, "Work")).hasSize(1);
    assertThat(house.uids(ROMEO, "Letters")).hasSize(1);
  }

  @Test
  void a_bomb_stops_where_no_mail_grows_so_much() throws Exception {
    var much = new byte[1 << 20];
    var file =
        zip(zip -> {
          for (int i = 0; i < 6; i++) {
            zip.putNextEntry(new ZipEntry(i + ".eml"));
            for (int j = 0; j < 2; j++) zip.write(much);
            zip.closeEntry();
          }
        });
    house.mail.mailboxes().open(ROMEO);
    var bomb = new FileImport.Zip(file, null, FromQuoting.QUOTED);
    var intake = new Intake(house.storage, house.mail, ROMEO.withoutLimit(), (_, _) -> {});
    var report = intake.run(new ZipSource(house.storage, bomb, 3 << 20));
    assertThat(report.imported()).isLessThan(6);
    assertThat(report.faults()).isNotEmpty();
    assertThat(report.faults().getLast().reason()).contains("unpacks to more than 50 times");
  }

  @Test
  void what_is_no_zip_or_a_damaged_one_is_refused() throws Exception {
    var file = Files.writeString(folder.resolve("no.zip"), "no zip");
    assertThatThrownBy(() -> bring(file))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("no zip");
    var whole = zip(zip -> entry(zip, "a.eml", "x"));
    var octets = Files.readAllBytes(whole);
    octets[octets.length - 22 + 15] = 0x7f;
    Files.write(whole, octets);
    assertThatThrownBy(() -> bring(whole))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("list of files is too large");
  }
}

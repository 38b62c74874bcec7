package org.posthorn.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Consistency;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.transfer.TransferReport.Fault;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// Maildirs of other servers, whole and damaged.
@ParameterizedClass
@EnumSource(Dialect.class)
class MaildirImportTest {

  private static final Instant THEN = Instant.parse("2011-05-06T07:08:09Z");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final PartitionId PARTITION = new PartitionId(1);
  private static final MailAccount ROMEO = new MailAccount(1, PARTITION, new QuotaLimit(1, 1));

  @Parameter private Dialect dialect = Dialect.SQLITE;
  @TempDir private Path folder = Path.of("");
  private Storage storage;
  private MailStore mail;
  private Path root = Path.of("");

  @BeforeEach
  void open() throws IOException {
    var config =
        TestStorage.config(dialect, folder.resolve("data")).withDurability(Durability.UNSYNCED);
    storage =
        Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA, Transfer.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> NOW);
    root = Files.createDirectories(folder.resolve("Maildir"));
    for (var part : List.of("cur", "new", "tmp")) Files.createDirectories(root.resolve(part));
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
    storage.close();
  }

  private Path message(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.ISO_8859_1);
    return Files.setLastModifiedTime(path, FileTime.from(THEN));
  }

  private Path message(String file) throws IOException {
    return message(file, "Subject: " + file + "\n\nHello\n");
  }

  private void list(String file, String... lines) throws IOException {
    Files.writeString(root.resolve(file), String.join("\n", lines) + "\n");
  }

  private TransferReport run() throws TransferRefused {
    return new Transfer(storage, mail)
        .importFiles(ROMEO, new FileImport.Maildir(root), (_, _) -> {});
  }

  private Mailbox mailbox(String path) {
    var mailbox = mail.mailboxes().find(ROMEO, new MailboxPath(path));
    assertThat(mailbox).as(path).isNotNull();
    return mailbox;
  }

  private Where where(String path) {
    return new Where(ROMEO, mailbox(path).id());
  }

  private Snapshot snapshot(String path) {
    var snapshot = mail.messages().snapshot(where(path));
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  private List<Integer> uids(String path) {
    var snapshot = snapshot(path);
    return IntStream.range(0, snapshot.size()).map(snapshot::uid).boxed().toList();
  }

  private Flags flags(String path, int index) {
    var snapshot = snapshot(path);
    return snapshot.keywords().flags(snapshot.flags(index));
  }

  private void dovecot() throws IOException {
    message("cur/1300000001.M1P1.host,S=20,W=22:2,RS");
    message("cur/1300000002.M2P1.host,S=20,W=22:2,FTPab");
    message("new/1300000003.M3P1.host");
    list("dovecot-keywords", "0 $Label1", "1 work");
    list(
        "dovecot-uidlist",
        "3 V1300000000 N44 G0123456789abcdef",
        "7 W22 S20 :1300000001.M1P1.host,S=20,W=22",
        "12 :1300000002.M2P1.host,S=20,W=22",
        "40 :1300000003.M3P1.host");
  }

  @Test
  void uids_flags_and_dates_of_dovecot_stay() throws Exception {
    dovecot();
    assertThat(run()).isEqualTo(new TransferReport(3, 0, 0, 0, List.of(), List.of()));
    assertThat(mailbox("INBOX").uidValidity()).isEqualTo(1300000000L);
    assertThat(mailbox("INBOX").uidNext()).isEqualTo(44);
    assertThat(uids("INBOX")).containsExactly(7, 12, 40);
    assertThat(flags("INBOX", 0)).isEqualTo(Flags.of(SystemFlag.ANSWERED, SystemFlag.SEEN));
    assertThat(flags("INBOX", 1).system())
        .containsExactlyInAnyOrder(SystemFlag.FLAGGED, SystemFlag.DELETED);
    assertThat(flags("INBOX", 1).keywords())
        .containsExactlyInAnyOrder("$Forwarded", "$Label1", "work");
    assertThat(flags("INBOX", 2)).isEqualTo(Flags.NONE);
    var row = mail.messages().rows(where("INBOX"), Uids.of(7), Detail.FACTS).getFirst();
    assertThat(row.receivedAt()).isEqualTo(THEN);
  }

  @Test
  void bare_line_feeds_become_crlf() throws Exception {
    message("cur/1.a:2,", "Subject: x\r\nX-Y: z\n\nb\n\n");
    run();
    var row = mail.messages().rows(where("INBOX"), Uids.of(1), Detail.FACTS).getFirst();
    assertThat(mail.messages().bodies(ROMEO, List.of(row)).bytes(row.blob(), 0, 100))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("Subject: x\r\nX-Y: z\r\n\r\nb\r\n\r\n");
  }

  @Test
  void uids_of_courier_stay_and_what_is_not_in_its_list_comes_behind() throws Exception {
    message("cur/1.a:2,S");
    message("cur/2.b:2,");
    message("new/3.c");
    list("courierimapuiddb", "1 99 17", "5 1.a", "9 2.b");
    run();
    assertThat(mailbox("INBOX").uidValidity()).isEqualTo(99);
    assertThat(uids("INBOX")).containsExactly(5, 9, 17);
  }

  @Test
  void folders_come_with_their_names_and_subscriptions() throws Exception {
    message(".Work.R&AOk-sum&AOk-s/cur/1.a:2,");
    message(".Sent/new/2.b");
    Files.createDirectories(root.resolve(".Empty/cur"));
    Files.createDirectories(root.resolve(".NoMail"));
    list("subscriptions", "V\t2", "", "Work\tR&AOk-sum&AOk-s", "Gone");
    list("courierimapsubscribed", "INBOX.Empty");
    assertThat(run().imported()).isEqualTo(2);
    assertThat(uids("Work/R\u00e9sum\u00e9s")).hasSize(1);
    assertThat(uids("Sent")).hasSize(1);
    assertThat(uids("Empty")).isEmpty();
    assertThat(mail.mailboxes().find(ROMEO, new MailboxPath("NoMail"))).isNull();
    assertThat(mail.mailboxes().subscriptions(ROMEO).stream().map(MailboxPath::text))
        .contains("Work/R\u00e9sum\u00e9s", "Gone", "Empty");
  }

  @Test
  void a_second_run_brings_only_what_is_new() throws Exception {
    dovecot();
    run();
    Files.move(
        root.resolve("new/1300000003.M3P1.host"), root.resolve("cur/1300000003.M3P1.host:2,S"));
    message("new/1300000004.M4P1.host");
    list("dovecot-uidlist", "3 V1300000000 N45", "44 :1300000004.M4P1.host");
    var report = run();
    assertThat(report.imported()).isEqualTo(1);
    assertThat(report.known()).isEqualTo(3);
    assertThat(uids("INBOX")).containsExactly(7, 12, 40, 44);
  }

  @Test
  void what_has_arrived_here_meanwhile_keeps_its_uid() throws Exception {
    dovecot();
    run();
    var email = NewEmail.of("Subject: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    var owner = ROMEO.withoutLimit();
    mail.messages()
        .store(List.of(new Arrival(owner, new Arrival.Target.Inbox(), email, Flags.NONE, NOW)));
    message("new/1300000004.M4P1.host");
    list("dovecot-uidlist", "3 V1300000000 N45", "44 :1300000004.M4P1.host");
    assertThat(run().imported()).isEqualTo(1);
    assertThat(uids("INBOX")).containsExactly(7, 12, 40, 44, 45);
  }

  @Test
  void a_deleted_message_does_not_come_back_but_a_deleted_mailbox_does() throws Exception {
    dovecot();
    message(".Work/cur/1.a:2,");
    run();
    mail.messages().destroy(where("INBOX"), Uids.of(12));
    mail.mailboxes().delete(ROMEO, new MailboxPath("Work"));
    var report = run();
    assertThat(report.imported()).isEqualTo(1);
    assertThat(uids("INBOX")).containsExactly(7, 40);
    assertThat(uids("Work")).hasSize(1);
  }

  @Test
  void an_inbox_that_is_in_use_gives_new_uids_and_says_so() throws Exception {
    var email = NewEmail.of("Subject: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    mail.messages()
        .store(
            List.of(
                new Arrival(
                    ROMEO.withoutLimit(), new Arrival.Target.Inbox(), email, Flags.NONE, NOW)));
    dovecot();
    var report = run();
    assertThat(report.imported()).isEqualTo(3);
    assertThat(report.notes())
        .containsExactly(
            new Fault(root.toString(), "INBOX held other messages before; these get new UIDs"));
    assertThat(uids("INBOX")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void what_is_damaged_is_named_and_left_out() throws Exception {
    dovecot();
    message("cur/1300000005.empty:2,S", "");
    Files.createDirectories(root.resolve("cur/a-folder"));
    Files.writeString(folder.resolve("secret"), "not for romeo");
    Files.createSymbolicLink(root.resolve("cur/link:2,S"), folder.resolve("secret"));
    Files.createDirectories(root.resolve(".A..B/cur"));
    var report = run();
    assertThat(report.imported()).isEqualTo(3);
    assertThat(report.failed()).isEqualTo(4);
    assertThat(report.faults())
        .containsExactlyInAnyOrder(
            new Fault(root.resolve(".A..B").toString(), "its name cannot be that of a mailbox"),
            fault("cur/1300000005.empty:2,S", "it cannot be read: it is empty"),
            fault("cur/a-folder", "it cannot be read: it is no plain file"),
            fault("cur/link:2,S", "it cannot be read: it is no plain file"));
  }

  private Fault fault(String file, String reason) {
    return new Fault(root.resolve(file).toString(), reason);
  }

  @Test
  void damaged_lists_cost_only_the_uids() throws Exception {
    dovecot();
    message("cur/1300000006.M6:2,");
    list(
        "dovecot-uidlist",
        "3 V1300000000 N44",
        "7 :1300000001.M1P1.host,S=20,W=22",
        "6 :1300000002.M2P1.host,S=20,W=22",
        "x".repeat(100_000),
        "99999999999999999999 :1300000006.M6",
        "40 :1300000003.M3P1.host");
    var report = run();
    assertThat(report.failed()).isZero();
    assertThat(report.notes())
        .containsExactly(
            fault("dovecot-uidlist", "3 lines are damaged; their messages get new UIDs"));
    assertThat(uids("INBOX")).containsExactly(7, 40, 44, 45);
    list("dovecot-uidlist", "garbage");
    assertThat(run().known()).isEqualTo(4);
  }

  @Test
  void more_messages_than_one_write_takes_come_in_order() throws Exception {
    var lines = new java.util.ArrayList<>(List.of("3 V5 N1000"));
    for (int uid = 1; uid <= 250; uid++) {
      message("cur/m" + uid + ":2,S");
      lines.add(2 * uid + " :m" + uid);
    }
    list("dovecot-uidlist", lines.toArray(String[]::new));
    assertThat(run().imported()).isEqualTo(250);
    assertThat(uids("INBOX"))
        .containsExactlyElementsOf(Stream.iterate(2, uid -> uid + 2).limit(250).toList());
  }

  @Test
  void what_is_no_maildir_is_refused_in_words() {
    var none = folder.resolve("nothing");
    assertThatThrownBy(() ->
            new Transfer(storage, mail)
                .importFiles(ROMEO, new FileImport.Maildir(none), (_, _) -> {}))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("no folder that the server can read");
    assertThatThrownBy(() ->
            new Transfer(storage, mail)
                .importFiles(ROMEO, new FileImport.Maildir(folder), (_, _) -> {}))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("is no Maildir");
  }

  @Test
  void a_uid_list_beyond_its_limit_is_cut_with_a_note() throws IOException {
    list("dovecot-uidlist", "3 V77 N9 Gabc", "1 :a", "2 :b", "3 :c", "4 :d");
    var findings = new Findings();
    var cut = UidList.of(root, findings, 3);
    assertThat(cut).isNotNull();
    assertThat(cut.uids()).containsOnlyKeys("a", "b", "c");
    assertThat(findings.report().notes())
        .extracting(Fault::reason)
        .containsExactly(
            "it lists more than 3 messages, the most that are read; those behind get new UIDs");
    var whole = new Findings();
    assertThat(UidList.of(root, whole, 4)).isNotNull();
    assertThat(whole.report().notes()).isEmpty();
  }

  @Test
  void what_came_into_a_removed_account_is_forgotten() throws Exception {
    message("cur/a:2,");
    assertThat(run().imported()).isEqualTo(1);
    assertThat(marks()).isEqualTo(1);
    mail.mailboxes().remove(ROMEO);
    new Transfer(storage, mail).forget(ROMEO);
    assertThat(marks()).isZero();
  }

  private int marks() {
    return storage
        .partition(PARTITION)
        .read(tx ->
            tx.handle()
                .select("SELECT count(*) FROM transferred WHERE account_id = ?", ROMEO.id())
                .mapTo(Integer.class)
                .one());
  }
}

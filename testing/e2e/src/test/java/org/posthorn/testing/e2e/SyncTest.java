package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Programs that keep Maildirs in step with a server, in both directions, over thousands of
/// messages: two Maildirs and the server are changed, and become the same.
@TestInstance(Lifecycle.PER_CLASS)
class SyncTest {
  private static final String PASSWORD = "wherefore-Art-77-thou";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// In the mailbox of which a tenth is changed in each way.
  private static final String MANY = "Lists/R&AOk-sum&AOk-s";

  /// In a mailbox that is made later.
  private static final int FEW = 50;

  @TempDir private static Path folder;
  private PosthornProcess posthorn;

  @SuppressWarnings("NullAway") // made before each use by the method below
  SyncTest() {}

  @BeforeAll
  void start() throws Exception {
    posthorn = PosthornProcess.quickstart(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    posthorn.close();
  }

  private SyncedServer account(String name) throws Exception {
    var address = posthorn.account(name, PASSWORD);
    return new SyncedServer(posthorn.port("imap"), address, PASSWORD);
  }

  /// A Maildir and the program that keeps it.
  record Side(MaildirTree maildir, Program program) {
    void sync() throws IOException, InterruptedException {
      program.run().well();
    }
  }

  @TestFactory
  Stream<DynamicTest> mbsync_keeps_two_maildirs_and_the_server_the_same() {
    return Programs.HERE.test(
        "mbsync",
        "mbsync",
        program -> {
          var server = account("mbsync");
          bothWays(server, mbsync(program, server, "one"), mbsync(program, server, "two"), 2_950);
        });
  }

  private static Side mbsync(Path program, SyncedServer server, String name) throws IOException {
    var root = Files.createDirectories(folder.resolve("mbsync-" + name));
    var config =
        """
        FSync no

        IMAPAccount posthorn
        Host 127.0.0.1
        Port %d
        User %s
        Pass %s
        SSLType None
        AuthMechs PLAIN

        IMAPStore far
        Account posthorn

        MaildirStore near
        Path %s/
        Inbox %s/INBOX
        SubFolders Verbatim

        Channel all
        Far :far:
        Near :near:
        Patterns *
        Create Both
        Expunge Both
        SyncState *
        """
            .formatted(server.port(), server.user(), PASSWORD, root, root);
    var file = Files.writeString(folder.resolve("mbsyncrc-" + name), config).toString();
    return new Side(
        new MaildirTree(root, '/'), Program.of(program, "-c", file, "all").within(LIMIT));
  }

  private static void bothWays(SyncedServer server, Side one, Side two, int messages)
      throws Exception {
    fill(one.maildir(), messages);
    one.sync();
    var expected = one.maildir().view();
    assertThat(expected.get(MANY)).hasSize(messages);
    assertThat(server.view()).isEqualTo(expected);
    two.sync();
    assertThat(two.maildir().view()).isEqualTo(expected);

    changeOne(one.maildir());
    changeTwo(two.maildir());
    changeThere(server);
    changes(expected);
    one.sync();
    two.sync();
    one.sync();
    assertThat(server.view()).isEqualTo(expected);
    assertThat(one.maildir().view()).isEqualTo(expected);
    assertThat(two.maildir().view()).isEqualTo(expected);

    var status = server.status();
    var files = List.of(one.maildir().snapshot(), two.maildir().snapshot());
    one.sync();
    two.sync();
    assertThat(server.status()).isEqualTo(status);
    assertThat(List.of(one.maildir().snapshot(), two.maildir().snapshot())).isEqualTo(files);
  }

  private static String subject(int i) {
    return "letter " + i;
  }

  private static void fill(MaildirTree maildir, int messages) throws IOException {
    for (var mailbox : List.of("INBOX", "Lists", MANY)) maildir.create(mailbox);
    for (int i = 0; i < FEW; i++) maildir.put("INBOX", SyncedMail.fresh("early " + i, "S"));
    for (int i = 0; i < messages; i++)
      maildir.put(MANY, SyncedMail.fresh(subject(i), i % 4 == 0 ? "S" : i % 4 == 1 ? "FS" : ""));
  }

  /// The last digit of a message's number says what happens to it, in [#changes(Map)] too.
  private static void changeOne(MaildirTree maildir) throws IOException {
    change(maildir, 1, mail -> mail.with("F"));
    change(maildir, 2, mail -> mail.with("S"));
    delete(maildir, 3);
    maildir.create("First");
    for (var mail : few("first")) maildir.put("First", mail);
  }

  private static void changeTwo(MaildirTree maildir) throws IOException {
    change(maildir, 2, mail -> mail.with("F"));
    change(maildir, 4, mail -> mail.with("R"));
    delete(maildir, 5);
    change(maildir, 8, mail -> mail.without("S"));
    for (var mailbox : List.of("Second", "Second/inner")) maildir.create(mailbox);
    for (var mail : few("second")) maildir.put("Second/inner", mail);
    for (var mail : few("late")) maildir.put("INBOX", mail);
  }

  private static void changeThere(SyncedServer server) throws IOException {
    var all = server.view().getOrDefault(MANY, Map.of()).keySet();
    server.store(MANY, ending(all, 6), "+FLAGS.SILENT (\\Draft)");
    server.store(MANY, ending(all, 7), "+FLAGS.SILENT (\\Deleted)");
    server.store(MANY, ending(all, 1), "-FLAGS.SILENT (\\Seen)");
    server.create("Third", few("third"));
  }

  private static List<SyncedMail> few(String subject) {
    return IntStream.range(0, FEW).mapToObj(i -> SyncedMail.fresh(subject + " " + i, "")).toList();
  }

  private static List<String> ending(Set<String> subjects, int digit) {
    return subjects.stream().filter(subject -> subject.endsWith("" + digit)).toList();
  }

  private static void change(MaildirTree maildir, int digit, UnaryOperator<SyncedMail> change)
      throws IOException {
    var mails = maildir.view().getOrDefault(MANY, Map.of());
    for (var file : maildir.files(MANY).entrySet()) {
      var mail = mails.get(file.getKey());
      if (mail != null && file.getKey().endsWith("" + digit))
        maildir.flag(file.getValue(), change.apply(mail).flags());
    }
  }

  private static void delete(MaildirTree maildir, int digit) throws IOException {
    for (var file : maildir.files(MANY).entrySet())
      if (file.getKey().endsWith("" + digit)) Files.delete(file.getValue());
  }

  /// All of the changes, on what was there before.
  private static void changes(Map<String, Map<String, SyncedMail>> view) {
    var many = view.getOrDefault(MANY, Map.of());
    many.keySet().removeIf(subject -> List.of('3', '5', '7').contains(last(subject)));
    many.replaceAll((subject, mail) ->
        switch (last(subject)) {
          case '1' -> mail.with("F").without("S");
          case '2' -> mail.with("FS");
          case '4' -> mail.with("R");
          case '6' -> mail.with("D");
          case '8' -> mail.without("S");
          default -> mail;
        });
    add(view, "First", few("first"));
    add(view, "Second", List.of());
    add(view, "Second/inner", few("second"));
    add(view, "Third", few("third"));
    add(view, "INBOX", few("late"));
  }

  private static char last(String subject) {
    return subject.charAt(subject.length() - 1);
  }

  private static void add(
      Map<String, Map<String, SyncedMail>> view, String mailbox, List<SyncedMail> mails) {
    var there = view.computeIfAbsent(mailbox, _ -> new TreeMap<>());
    for (var mail : mails) there.put(mail.subject(), mail.asRead());
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.ImapAnswer;
import org.posthorn.testing.testkit.ImapClient;

/// Moving from a Dovecot and back to one: what clients see there and here is the same.
@TestInstance(Lifecycle.PER_CLASS)
class MovingTest {
  private static final String PASSWORD = "wherefore-Art-77-thou";
  private static final String ALL = "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)";
  private static final int MESSAGES = 2_500;
  private static final List<String> MAILBOXES =
      List.of("INBOX", "Letters", "Work", "Work/R&AOk-sum&AOk-s");

  @TempDir private static Path folder;
  private PosthornProcess posthorn;
  private @Nullable Dovecot dovecot;

  @SuppressWarnings("NullAway") // made before each use by the method below
  MovingTest() {}

  @BeforeAll
  void start() throws Exception {
    Peer.Place.folder(folder);
    posthorn = PosthornProcess.quickstart(folder.resolve("data"));
    var program = Programs.HERE.findAsRoot("dovecot");
    var openssl = Programs.HERE.find("openssl");
    if (program != null && openssl != null)
      dovecot = new Dovecot(program, openssl, folder.resolve("dovecot"));
  }

  @AfterAll
  void stop() {
    if (dovecot != null) dovecot.close();
    posthorn.close();
  }

  private static void fill(ImapClient imap) throws IOException {
    for (var name : MAILBOXES.subList(1, MAILBOXES.size())) imap.ok("CREATE \"" + name + "\"");
    for (int i = 1; i <= MESSAGES; i++) imap.append("INBOX", flags(i) + date(i), letter(i)).ok();
    imap.append("\"Work/R&AOk-sum&AOk-s\"", "($cv)", letter(1)).ok();
    imap.append("Letters", "(\\Draft)", letter(2)).ok();
    imap.ok("SELECT INBOX");
    imap.ok("STORE 1:99 +FLAGS (\\Deleted)");
    imap.ok("EXPUNGE");
    imap.ok("SUBSCRIBE Work");
  }

  private static String flags(int i) {
    return i % 2 == 0 ? "(\\Seen $even)" : i % 3 == 0 ? "(\\Flagged \\Answered)" : "()";
  }

  private static String date(int i) {
    return " \"%02d-May-2011 07:08:09 +0000\"".formatted(1 + i % 30);
  }

  private static byte[] letter(int i) {
    return "From: a@example.test\r\nSubject: letter %d\r\n\r\nDear B,\r\nFrom here %s\r\n"
        .formatted(i, "x".repeat(i % 70))
        .getBytes(UTF_8);
  }

  /// Everything that a client keeps of a mailbox.
  private static List<String> view(ImapClient imap, String mailbox) throws IOException {
    var selected = imap.ok("EXAMINE \"" + mailbox + "\"");
    var validity = selected.needed("UIDVALIDITY");
    return Stream.concat(
            Stream.of(validity), imap.command(ALL).named("FETCH").map(MovingTest::line))
        .toList();
  }

  private static String line(ImapAnswer.Untagged response) {
    var data = response.fetched();
    var flags =
        data
            .getOrDefault("FLAGS", new org.posthorn.testing.testkit.ImapItem.Items(List.of()))
            .items()
            .stream()
            .map(item -> item.text())
            .filter(flag -> !flag.equals("\\Recent"))
            .sorted()
            .toList();
    var text = new StringBuilder(flags.toString());
    for (var name : List.of("UID", "INTERNALDATE", "RFC822.SIZE"))
      text.append(' ').append(data.containsKey(name) ? data.get(name).text() : "");
    return text.toString();
  }

  private void same(Dovecot there, String user, String here) throws IOException {
    try (var theirs = ImapClient.connect(there.port());
        var ours = ImapClient.connect(posthorn.port("imap"))) {
      theirs.login(user, Dovecot.PASSWORD);
      ours.login(here + "@example.test", PASSWORD);
      for (var mailbox : MAILBOXES)
        assertThat(view(ours, mailbox)).as(mailbox).isEqualTo(view(theirs, mailbox));
      assertThat(ours.ok("LSUB \"\" Work").named("LSUB")).hasSize(1);
      assertThat(theirs.ok("LSUB \"\" Work").named("LSUB")).hasSize(1);
    }
  }

  private Program importFrom(String... more) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), Dovecot.PASSWORD + "\n");
    return posthorn
        .command("mail", "import-imap", "--password-file", secret.toString())
        .and(more)
        .and("--server")
        .within(Duration.ofMinutes(3));
  }

  @TestFactory
  Stream<DynamicTest> mail_of_a_dovecot_comes_over_and_goes_back_as_clients_know_it() {
    var there = dovecot;
    if (there == null) return Stream.empty();
    return Stream.of(
        DynamicTest.dynamicTest("untrusted", () -> untrusted(there)),
        DynamicTest.dynamicTest("over", () -> over(there)),
        DynamicTest.dynamicTest("back", () -> back(there)),
        DynamicTest.dynamicTest("many", () -> many(there)));
  }

  private void untrusted(Dovecot there) throws Exception {
    posthorn.account("romeo", PASSWORD);
    var refused =
        importFrom("romeo@example.test", "--user", "romeo")
            .and("127.0.0.1:" + there.tlsPort())
            .run();
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.errors()).contains("no connection to 127.0.0.1");
  }

  private void over(Dovecot there) throws Exception {
    try (var imap = ImapClient.connect(there.port())) {
      imap.login("romeo", Dovecot.PASSWORD);
      fill(imap);
      var trust = there.certificate().toString();
      importFrom("romeo@example.test", "--user", "romeo", "--authorities", trust)
          .and("127.0.0.1:" + there.tlsPort())
          .run()
          .well();
      same(there, "romeo", "romeo");
      imap.append("INBOX", "(\\Seen)" + date(1), letter(1)).ok();
      imap.ok("STORE 10:20 FLAGS (\\Flagged $later)");
      var again =
          importFrom("romeo@example.test", "--user", "romeo", "--authorities", trust)
              .and("127.0.0.1:" + there.port(), "--security", "starttls")
              .run()
              .well();
      assertThat(again.output()).contains("1 messages imported, 2,403 were here already");
      same(there, "romeo", "romeo");
    }
  }

  private void back(Dovecot there) throws Exception {
    var maildir = folder.resolve("exported");
    posthorn
        .command("mail", "export", "romeo@example.test", "--maildir", maildir.toString())
        .within(Duration.ofMinutes(2))
        .run()
        .well();
    there.put("tybalt", maildir);
    same(there, "tybalt", "romeo");
  }

  private void many(Dovecot there) throws Exception {
    posthorn.account("tybalt", PASSWORD);
    posthorn.account("juliet", PASSWORD);
    var file = folder.resolve("people.csv");
    Files.writeString(file, "tybalt@example.test,tybalt\njuliet@example.test,juliet\n");
    importFrom("--accounts", file.toString(), "--master", Dovecot.MASTER)
        .and("127.0.0.1:" + there.port(), "--security", "none")
        .run()
        .well();
    same(there, "tybalt", "tybalt");
  }
}

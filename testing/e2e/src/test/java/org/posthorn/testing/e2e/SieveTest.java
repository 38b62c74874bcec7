package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.ImapClient;

/// People's filters through the running program: put there by a ManageSieve client and by the
/// administrator, and seen at work by IMAP.
@TestInstance(Lifecycle.PER_CLASS)
class SieveTest {

  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";
  private static final String SCRIPT =
      """
      require ["fileinto", "mailbox", "imap4flags"];
      if header :contains "Subject" "verona" {
        fileinto :create :flags "\\\\Seen" "Lists/verona";
      }
      """;

  @TempDir private static Path folder;
  private PosthornProcess posthorn;
  private String alicesPassword;
  private String bobsPassword;

  @SuppressWarnings("NullAway") // made before each use by the method below
  SieveTest() {}

  @BeforeAll
  void start() throws Exception {
    posthorn = PosthornProcess.quickstart(folder.resolve("data"));
    alicesPassword = password(ALICE);
    bobsPassword = password(BOB);
  }

  private String password(String address) {
    var line =
        Pattern.compile(Pattern.quote(address) + "\\s+(\\S+-\\S+)").matcher(posthorn.output());
    assertThat(line.find()).as(posthorn.output()).isTrue();
    return line.group(1);
  }

  @AfterAll
  void stop() {
    posthorn.close();
  }

  private long found(String user, String password, String mailbox, String subject)
      throws IOException {
    try (var imap = ImapClient.connect(posthorn.port("imap"))) {
      imap.login(user, password);
      imap.ok("SELECT " + mailbox);
      var found = imap.ok("SEARCH SUBJECT \"" + subject + "\"").named("SEARCH").findFirst();
      long count = found.orElseThrow().items().size();
      imap.logout();
      return count;
    }
  }

  @TestFactory
  Stream<DynamicTest> sieve_connect_puts_a_script_and_swaks_sees_it_work() {
    return Programs.HERE.test(
        "sieve-connect",
        "sieve-connect",
        program -> {
          var script = Files.writeString(folder.resolve("main.sieve"), SCRIPT);
          sieveConnect(program, "--localsieve", script.toString(), "--upload");
          sieveConnect(program, "--remotesieve", "main.sieve", "--activate");
          assertThat(sieveConnect(program, "--list")).contains("\"main.sieve\" ACTIVE");
          var swaks = Programs.HERE.find("swaks");
          if (swaks == null) return;
          swaks(swaks, ALICE, "news of verona");
          swaks(swaks, ALICE, "news of mantua");
          assertThat(found(ALICE, alicesPassword, "Lists/verona", "news of")).isEqualTo(1);
          assertThat(found(ALICE, alicesPassword, "INBOX", "news of verona")).isZero();
          assertThat(found(ALICE, alicesPassword, "INBOX", "news of mantua")).isEqualTo(1);
        });
  }

  private String sieveConnect(Path program, String... action) throws Exception {
    var fixed =
        Stream.of(
            "--server",
            "127.0.0.1",
            "--port",
            String.valueOf(posthorn.port("managesieve")),
            "--user",
            ALICE,
            "--passwordfd",
            "0",
            "--notlsverify");
    var all = Stream.concat(fixed, Stream.of(action)).toArray(String[]::new);
    return Program.of(program, all).input(alicesPassword + "\n").run().well().output();
  }

  private void swaks(Path swaks, String to, String subject) throws Exception {
    Program.of(
            swaks,
            "--server",
            "127.0.0.1:" + posthorn.port("smtp"),
            "--from",
            "friend@example.net",
            "--to",
            to,
            "--header",
            "Subject: " + subject)
        .run()
        .well();
  }

  @Test
  void the_administrator_puts_tries_and_shows_scripts() throws Exception {
    var script = Files.writeString(folder.resolve("bobs.sieve"), SCRIPT);
    var mail =
        Files.writeString(
            folder.resolve("mail.eml"),
            "From: friend@example.net\r\nSubject: verona\r\n\r\nIt works.\r\n");
    posthorn
        .command("sieve", "put", script.toString(), "--account", BOB, "--activate")
        .run()
        .well();
    assertThat(posthorn.command("sieve", "list", "--account", BOB).run().well().output())
        .contains("bobs");
    var trial =
        posthorn
            .command("sieve", "test", "-", mail.toString(), "--account", BOB)
            .run()
            .well()
            .output();
    assertThat(trial).contains("bobs:2:").contains("filed into Lists/verona");
    assertThat(found(BOB, bobsPassword, "INBOX", "verona")).isZero();
  }

  private static final String NOTES =
      """
      require ["imapsieve", "environment", "imap4flags", "fileinto", "copy"];
      if environment "imap.cause" "APPEND" { addflag "noted"; }
      if environment :contains "imap.changedflags" "\\\\Flagged" { redirect :copy "bob@example.test"; }
      """;

  @Test
  void the_script_of_a_mailbox_runs_for_what_happens_there() throws Exception {
    var script = Files.writeString(folder.resolve("notes.sieve"), NOTES);
    posthorn.command("sieve", "put", script.toString(), "--account", ALICE).run().well();
    try (var imap = ImapClient.connect(posthorn.port("imap"))) {
      imap.login(ALICE, alicesPassword);
      assertThat(imap.ok("CAPABILITY").toString()).contains("IMAPSIEVE=sieve://");
      imap.ok("CREATE Notes");
      imap.ok("SETMETADATA Notes (/shared/imapsieve/script \"notes\")");
      imap.append("Notes", "", "Subject: a note\r\n\r\nhi\r\n".getBytes(US_ASCII));
      imap.ok("SELECT Notes");
      assertThat(imap.ok("SEARCH KEYWORD noted").named("SEARCH").findFirst().orElseThrow().items())
          .hasSize(1);
      imap.ok("STORE 1 +FLAGS (\\Flagged)");
      imap.logout();
    }
    assertThat(found(BOB, bobsPassword, "INBOX", "a note")).isEqualTo(1);
    var mail = Files.writeString(folder.resolve("note.eml"), "Subject: a note\r\n\r\nhi\r\n");
    var trial =
        posthorn
            .command(
                "sieve",
                "test",
                script.toString(),
                mail.toString(),
                "--account",
                ALICE,
                "--event",
                "flag",
                "--flags",
                "\\Flagged",
                "--changed",
                "\\Flagged")
            .run()
            .well()
            .output();
    assertThat(trial).contains("sent on to bob@example.test", "it stays");
  }

  @TestFactory
  Stream<DynamicTest> a_filter_refuses_in_the_dialogue_and_the_trace_tells_of_others() {
    return Programs.HERE.test(
        "a refusal",
        "swaks",
        swaks -> {
          var script =
              Files.writeString(
                  folder.resolve("refuse.sieve"),
                  "require \"ereject\"; if header :is \"Subject\" \"no\" { ereject \"not wanted\";"
                      + " }");
          posthorn
              .command("sieve", "put", script.toString(), "--account", BOB, "--activate")
              .run()
              .well();
          var ended =
              Program.of(
                      swaks,
                      "--server",
                      "127.0.0.1:" + posthorn.port("smtp"),
                      "--from",
                      "friend@example.net",
                      "--to",
                      BOB,
                      "--header",
                      "Subject: no")
                  .run();
          assertThat(ended.output()).contains("550 5.7.1 <" + BOB + ">: not wanted");
        });
  }
}

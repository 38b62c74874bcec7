package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.ImapClient;

/// The mail programs that people use, against the program as `quickstart` leaves it.
@TestInstance(Lifecycle.PER_CLASS)
class ClientsTest {

  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";

  @TempDir private static Path folder;
  private PosthornProcess posthorn;
  private String alicesPassword;
  private String bobsPassword;

  @SuppressWarnings("NullAway") // made before each use by the method below
  ClientsTest() {}

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

  private int port(String listener) {
    return posthorn.port(listener);
  }

  /// Fails unless exactly one message of Alice's INBOX has this subject.
  private void arrived(String subject) throws IOException {
    try (var imap = ImapClient.connect(port("imap"))) {
      imap.login(ALICE, alicesPassword);
      imap.ok("SELECT INBOX");
      var found = imap.ok("SEARCH SUBJECT \"" + subject + "\"").named("SEARCH").findFirst();
      assertThat(found.orElseThrow().items()).as(subject).hasSize(1);
      imap.logout();
    }
  }

  private static String message(String subject) {
    return "From: Bob <%s>\r\nTo: %s\r\nSubject: %s\r\n\r\nIt works.\r\n"
        .formatted(BOB, ALICE, subject);
  }

  @TestFactory
  Stream<DynamicTest> swaks() {
    return Stream.of(
            swaks("smtp", "as another server"),
            swaks("lmtp", "as another server", "--protocol", "LMTP"),
            swaksLoggedIn("PLAIN"),
            swaksLoggedIn("LOGIN"))
        .flatMap(tests -> tests);
  }

  private Stream<DynamicTest> swaksLoggedIn(String mechanism) {
    var user = new String[] {"--auth", mechanism, "--auth-user", BOB, "--auth-password"};
    var options = Stream.concat(Stream.of(user), Stream.of(bobsPassword)).toArray(String[]::new);
    return swaks("submission", "logged in by " + mechanism, options);
  }

  private Stream<DynamicTest> swaks(String listener, String how, String... options) {
    var subject = "swaks " + listener + " " + how;
    return Programs.HERE.test(
        subject,
        "swaks",
        program -> {
          var fixed =
              Stream.of(
                  "--server",
                  "127.0.0.1:" + port(listener),
                  "--from",
                  BOB,
                  "--to",
                  ALICE,
                  "--header",
                  "Subject: " + subject);
          var all = Stream.concat(fixed, Stream.of(options)).toArray(String[]::new);
          Program.of(program, all).run().well();
          arrived(subject);
        });
  }

  @TestFactory
  Stream<DynamicTest> curl_sends_and_reads_over_tls() {
    return Programs.HERE.test(
        "curl",
        "curl",
        program -> {
          var user = new String[] {"--user", BOB + ":" + bobsPassword};
          Program.of(
                  program,
                  "-sS",
                  "--insecure",
                  user[0],
                  user[1],
                  "--url",
                  "smtps://127.0.0.1:" + port("submissions"),
                  "--mail-from",
                  BOB,
                  "--mail-rcpt",
                  ALICE,
                  "--upload-file",
                  "-")
              .input(message("curl smtps"))
              .run()
              .well();
          arrived("curl smtps");
          var read =
              Program.of(
                      program,
                      "-sS",
                      "--insecure",
                      "--user",
                      ALICE + ":" + alicesPassword,
                      "imaps://127.0.0.1:" + port("imaps") + "/INBOX;MAILINDEX=*")
                  .run()
                  .well();
          assertThat(read.output()).contains("Return-Path: <" + BOB + ">", "Received: from ");
        });
  }

  @TestFactory
  Stream<DynamicTest> python_sends_over_starttls_and_does_all_that_imaplib_can() {
    return Programs.HERE.test(
        "python3",
        "python3",
        program -> {
          var script = folder.resolve("client.py");
          Files.writeString(script, PYTHON);
          Program.of(
                  program,
                  script.toString(),
                  "" + port("submission"),
                  "" + port("imap"),
                  BOB,
                  bobsPassword,
                  ALICE,
                  alicesPassword)
              .run()
              .well();
          arrived("python smtplib");
        });
  }

  private static final String PYTHON =
      """
      import imaplib, smtplib, ssl, sys
      from email.message import EmailMessage
      submission, imap, bob, bobs, alice, alices = sys.argv[1:]
      tls = ssl.create_default_context()
      tls.check_hostname = False
      tls.verify_mode = ssl.CERT_NONE
      m = EmailMessage()
      m['From'], m['To'], m['Subject'] = bob, alice, 'python smtplib'
      m.set_content('Grüße aus Python\\n' * 1000)
      with smtplib.SMTP('127.0.0.1', int(submission)) as s:
          s.starttls(context=tls)
          s.login(bob, bobs)
          assert s.send_message(m) == {}
          try:
              s.sendmail(bob, ['nobody@example.test'], 'Subject: x\\r\\n\\r\\nx')
              raise AssertionError('an unknown recipient was taken')
          except smtplib.SMTPRecipientsRefused as e:
              assert e.recipients['nobody@example.test'][0] == 550, e
      i = imaplib.IMAP4('127.0.0.1', int(imap))
      i.starttls(tls)
      i.login(alice, alices)
      def ok(answer):
          assert answer[0] == 'OK', answer
          return answer[1]
      ok(i.create('Python/Grüße'.encode('utf-7').decode().replace('+', '&')))
      ok(i.select('INBOX'))
      n = ok(i.search(None, 'SUBJECT', '"python smtplib"'))[0].split()
      assert len(n) == 1, n
      text = ok(i.fetch(n[0], '(BODY.PEEK[] FLAGS)'))[0][1]
      assert b'Subject: python smtplib' in text
      ok(i.store(n[0], '+FLAGS', '(\\\\Flagged $Work)'))
      assert b'$Work' in ok(i.fetch(n[0], '(FLAGS)'))[0]
      ok(i.copy(n[0], 'Archive'))
      ok(i.append('Archive', '\\\\Seen', None, b'Subject: appended\\r\\n\\r\\nx\\r\\n'))
      assert ok(i.select('Archive')) == [b'2']
      ok(i.store('1:*', '+FLAGS', '\\\\Deleted'))
      assert len(ok(i.expunge())) == 2
      assert ok(i.status('Archive', '(MESSAGES)'))[0].endswith(b'(MESSAGES 0)')
      i.logout()
      """;

  @TestFactory
  Stream<DynamicTest> mbsync_carries_two_hundred_messages_and_changes_both_ways() {
    return Programs.HERE.test(
        "mbsync",
        "mbsync",
        program -> {
          var maildir = folder.resolve("maildir");
          for (var name : new String[] {"cur", "new", "tmp"})
            Files.createDirectories(maildir.resolve("Sync").resolve(name));
          for (var i = 0; i < 200; i++)
            Files.writeString(maildir.resolve("Sync/new/" + i + ".local"), message("synced " + i));
          var config = folder.resolve("mbsyncrc");
          Files.writeString(config, mbsync(maildir));
          var sync = Program.of(program, "-c", config.toString(), "all");
          sync.run().well();
          try (var imap = ImapClient.connect(port("imap"))) {
            imap.login(BOB, bobsPassword);
            var exists = imap.ok("SELECT Sync").named("EXISTS").findFirst();
            assertThat(exists.orElseThrow().number()).isEqualTo(200);
            imap.ok("STORE 1:3 +FLAGS.SILENT (\\Seen)");
            imap.ok("STORE 4 +FLAGS.SILENT (\\Deleted)");
            imap.ok("EXPUNGE");
            imap.append("Sync", "()", message("from afar").getBytes(UTF_8));
            imap.logout();
          }
          sync.run().well();
          try (var files = Files.walk(maildir.resolve("Sync"))) {
            var names = files.filter(Files::isRegularFile).map(f -> f.getFileName().toString());
            var mails = names.filter(name -> !name.startsWith(".")).toList();
            assertThat(mails).hasSize(200);
            assertThat(mails.stream().filter(name -> name.endsWith("S"))).hasSize(3);
          }
        });
  }

  private String mbsync(Path maildir) {
    return """
    IMAPAccount posthorn
    Host 127.0.0.1
    Port %d
    User %s
    Pass %s
    SSLType None
    AuthMechs LOGIN
    IMAPStore far
    Account posthorn
    MaildirStore near
    Path %s/
    Inbox %s/Inbox
    SubFolders Verbatim
    Channel all
    Far :far:
    Near :near:
    Patterns Sync
    Create Both
    Expunge Both
    SyncState *
    """
        .formatted(port("imap"), BOB, bobsPassword, maildir, maildir)
        .replace("IMAPStore", "\nIMAPStore")
        .replace("MaildirStore", "\nMaildirStore")
        .replace("Channel", "\nChannel");
  }

  @TestFactory
  Stream<DynamicTest> mutt_sends_and_reads() {
    return Programs.HERE.test(
        "mutt",
        "mutt",
        program -> {
          var settings = folder.resolve("muttrc");
          Files.writeString(
              settings,
              """
              set smtp_url="smtp://%s@127.0.0.1:%d" smtp_pass="%s" smtp_authenticators="plain"
              set ssl_starttls=no ssl_force_tls=no from="%s" copy=no
              set imap_user="%s" imap_pass="%s"
              """
                  .formatted(
                      BOB.replace("@", "%40"),
                      port("submission"),
                      bobsPassword,
                      BOB,
                      ALICE,
                      alicesPassword));
          var home = folder.toString();
          Program.of(program, "-F", settings.toString(), "-s", "mutt sends", "--", ALICE)
              .with("HOME", home)
              .input("It works.\n")
              .run()
              .well();
          arrived("mutt sends");
        });
  }

  @TestFactory
  Stream<DynamicTest> s_nail_sends() {
    return Programs.HERE.test(
        "s-nail",
        "s-nail",
        program -> {
          var url = "smtp://" + BOB.replace("@", "%40") + ":" + bobsPassword + "@127.0.0.1:";
          Program.of(
                  program,
                  "-n",
                  "-S",
                  "v15-compat",
                  "-S",
                  "mta=" + url + port("submission"),
                  "-S",
                  "smtp-auth=plain",
                  "-S",
                  "from=" + BOB,
                  "-s",
                  "s-nail sends",
                  ALICE)
              .with("HOME", folder.toString())
              .input("It works.\n")
              .run()
              .well();
          arrived("s-nail sends");
        });
  }
}

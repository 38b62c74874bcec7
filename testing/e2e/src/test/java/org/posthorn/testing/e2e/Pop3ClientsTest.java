package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.ImapClient;

/// The programs that people fetch their mail with, against the program as `quickstart` leaves it.
@TestInstance(Lifecycle.PER_CLASS)
class Pop3ClientsTest {

  private static final String PASSWORD = "wherefore-Art-77-thou";

  /// Messages that each program finds; the last has no end of line and a dot that begins a line.
  private static final int MESSAGES = 25;

  @TempDir private static Path folder;
  private PosthornProcess posthorn;

  @SuppressWarnings("NullAway") // made before each use by the method below
  Pop3ClientsTest() {}

  @BeforeAll
  void start() throws Exception {
    posthorn = PosthornProcess.quickstart(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    posthorn.close();
  }

  private int port(String listener) {
    return posthorn.port(listener);
  }

  /// An account of its own with mail in it.
  private String account(String name) throws Exception {
    var address = posthorn.account(name, PASSWORD);
    deliver(address, 1, MESSAGES);
    return address;
  }

  private void deliver(String address, int first, int last) throws IOException {
    try (var imap = ImapClient.connect(port("imap"))) {
      imap.login(address, PASSWORD);
      for (int i = first; i <= last; i++) imap.append("INBOX", "()", message(i).getBytes(UTF_8));
      imap.logout();
    }
  }

  private static String message(int number) {
    return "From: bob@example.test\r\nTo: alice@example.test\r\nSubject: fetched %d\r\n"
            .formatted(number)
        + "Message-ID: <%d@example.test>\r\n\r\n%s\r\n.hidden\r\nlast"
            .formatted(number, "x".repeat(70));
  }

  private int left(String address) throws IOException {
    try (var imap = ImapClient.connect(port("imap"))) {
      imap.login(address, PASSWORD);
      var exists = imap.ok("SELECT INBOX").named("EXISTS").findFirst();
      imap.logout();
      return (int) exists.orElseThrow().number();
    }
  }

  private static Path secret(String name, String text) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.writeString(Files.createFile(folder.resolve(name), mode), text);
  }

  private static Path maildir(String name) throws IOException {
    var maildir = folder.resolve(name);
    for (var inner : List.of("cur", "new", "tmp")) Files.createDirectories(maildir.resolve(inner));
    return maildir;
  }

  private static List<Path> mails(Path maildir) throws IOException {
    try (var files = Files.list(maildir.resolve("new"))) {
      return files.toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> getmail_fetches_each_message_once_and_deletes_when_told() {
    return Programs.HERE.test(
        "getmail",
        "getmail",
        program -> {
          var address = account("getmail");
          var fetched = folder.resolve("getmail-mails");
          var state = Files.createDirectories(folder.resolve("getmail"));
          var rc =
              """
              [retriever]
              type = SimplePOP3SSLRetriever
              server = 127.0.0.1
              port = %d
              username = %s
              password = %s
              [destination]
              type = MDA_external
              path = /bin/sh
              arguments = ("-c", "cat >> %s")
              allow_root_commands = true
              [options]
              read_all = false
              """
                  .formatted(port("pop3s"), address, PASSWORD, fetched);
          var file = secret("getmailrc", rc).toString();
          var home = folder.toString();
          var get = new String[] {"--getmaildir", state.toString(), "--rcfile", file};
          var keep = Program.of(program, get).with("HOME", home);
          keep.run().well();
          assertThat(subjects(fetched)).isEqualTo(MESSAGES);
          assertThat(Files.readString(fetched)).contains("\n.hidden\nlast");
          keep.run().well();
          assertThat(subjects(fetched)).isEqualTo(MESSAGES);
          deliver(address, MESSAGES + 1, MESSAGES + 2);
          keep.run().well();
          assertThat(subjects(fetched)).isEqualTo(MESSAGES + 2);
          assertThat(left(address)).isEqualTo(MESSAGES + 2);
          Program.of(program, get).and("--all", "--delete").with("HOME", home).run().well();
          assertThat(left(address)).isZero();
        });
  }

  @TestFactory
  Stream<DynamicTest> fetchmail_keeps_then_takes_everything_by_stls() {
    return Programs.HERE.test(
        "fetchmail",
        "fetchmail",
        program -> {
          var address = account("fetchmail");
          var fetched = folder.resolve("fetched");
          var rc =
              secret(
                  "fetchmailrc",
                  """
                  poll 127.0.0.1 service %d protocol pop3 uidl
                    user "%s" password "%s" sslproto "auto" no sslcertck
                    mda "/bin/sh -c 'cat >> %s'"
                  """
                      .formatted(port("pop3"), address, PASSWORD, fetched));
          var home = Files.createDirectories(folder.resolve("fetchmail-home"));
          var options = new String[] {"-f", rc.toString(), "--nosyslog", "-v", "-v"};
          var kept =
              Program.of(program, options)
                  .and("--keep", "--all")
                  .with("FETCHMAILHOME", home.toString())
                  .run()
                  .well();
          assertThat(kept.output() + kept.errors()).contains("POP3> STLS").doesNotContain(PASSWORD);
          assertThat(subjects(fetched)).isEqualTo(MESSAGES);
          var again =
              Program.of(program, options)
                  .and("--keep")
                  .with("FETCHMAILHOME", home.toString())
                  .run();
          assertThat(again.exit()).as(again.output() + again.errors()).isEqualTo(1); // no new mail
          assertThat(left(address)).isEqualTo(MESSAGES);
          Program.of(program, options)
              .and("--all", "--nokeep")
              .with("FETCHMAILHOME", home.toString())
              .run()
              .well();
          assertThat(subjects(fetched)).isEqualTo(2 * MESSAGES);
          assertThat(left(address)).isZero();
        });
  }

  private static long subjects(Path mbox) throws IOException {
    try (var lines = Files.lines(mbox)) {
      return lines.filter(line -> line.startsWith("Subject: fetched ")).count();
    }
  }

  @TestFactory
  Stream<DynamicTest> mpop_logs_in_by_each_mechanism_and_pipelines() {
    return Programs.HERE.test(
        "mpop",
        "mpop",
        program -> {
          var address = account("mpop");
          var maildir = maildir("mpop-mails");
          for (var mechanism : List.of("user", "plain", "login", "scram-sha-256")) {
            var rc = mpop(address, mechanism, "on", maildir);
            var before = mails(maildir).size();
            var get = Program.of(program, "-C", rc.toString()).with("HOME", folder.toString());
            get.run().well();
            assertThat(mails(maildir)).as(mechanism).hasSize(before + MESSAGES);
            get.run().well();
            assertThat(mails(maildir)).as(mechanism).hasSize(before + MESSAGES);
          }
          var last = mpop(address, "scram-sha-1", "off", maildir).toString();
          Program.of(program, "-C", last).with("HOME", folder.toString()).run().well();
          assertThat(left(address)).isZero();
        });
  }

  private Path mpop(String address, String mechanism, String keep, Path maildir)
      throws IOException {
    return secret(
        "mpoprc-" + mechanism,
        """
        account default
        host 127.0.0.1
        port %d
        user %s
        password %s
        auth %s
        tls on
        tls_starttls on
        tls_certcheck off
        pipelining on
        keep %s
        uidls_file %s
        delivery maildir %s
        """
            .formatted(
                port("pop3"),
                address,
                PASSWORD,
                mechanism,
                keep,
                folder.resolve("uidls-" + mechanism),
                maildir));
  }

  @TestFactory
  Stream<DynamicTest> curl_lists_and_reads_over_both_kinds_of_tls() {
    return Programs.HERE.test(
        "curl",
        "curl",
        program -> {
          var address = account("curl");
          var user = new String[] {"-sS", "--insecure", "--user", address + ":" + PASSWORD};
          var implicit = "pop3s://127.0.0.1:" + port("pop3s") + "/";
          var list = Program.of(program, user).and(implicit).run().well().output();
          assertThat(list.lines()).hasSize(MESSAGES).startsWith("1 " + lines(1).length());
          var unique = Program.of(program, user).and("-X", "UIDL", implicit).run().well().output();
          assertThat(unique.lines()).hasSize(MESSAGES).allMatch(line -> line.matches("\\d+ \\S+"));
          var read = Program.of(program, user).and(implicit + MESSAGES).run().well().output();
          assertThat(read).isEqualTo(lines(MESSAGES));
          for (var login : List.of("AUTH=PLAIN", "AUTH=LOGIN", "AUTH=SCRAM-SHA-256")) {
            var plain = "pop3://127.0.0.1:" + port("pop3") + "/2";
            var by = new String[] {"--ssl-reqd", "--login-options", login, plain};
            var second = Program.of(program, user).and(by).run();
            // A curl without SCRAM says so.
            if (second.exit() == 67 && login.contains("SCRAM")) continue;
            assertThat(second.well().output()).as(login).isEqualTo(lines(2));
          }
          var dele = new String[] {"-X", "DELE 3", "--head", implicit};
          Program.of(program, user).and(dele).run().well();
          assertThat(left(address)).isEqualTo(MESSAGES - 1);
        });
  }

  /// The message as POP3 tells it: its last line is ended.
  private static String lines(int number) {
    return message(number) + "\r\n";
  }

  @TestFactory
  Stream<DynamicTest> python_does_all_that_poplib_can() {
    return Programs.HERE.test(
        "python3",
        "python3",
        program -> {
          var address = account("python");
          var script = folder.resolve("pop3.py");
          Files.writeString(script, PYTHON);
          Program.of(program, script.toString(), "" + port("pop3"), "" + port("pop3s"))
              .and(address, PASSWORD, "" + MESSAGES)
              .run()
              .well();
          assertThat(left(address)).isEqualTo(MESSAGES - 2);
        });
  }

  private static final String PYTHON =
      """
      import poplib, ssl, sys
      pop3, pop3s, user, password, count = sys.argv[1:]
      count = int(count)
      tls = ssl.create_default_context()
      tls.check_hostname = False
      tls.verify_mode = ssl.CERT_NONE
      p = poplib.POP3('127.0.0.1', int(pop3))
      assert 'STLS' in p.capa(), p.capa()
      p.stls(tls)
      assert 'STLS' not in p.capa()
      try:
          p.apop(user, password)
          raise AssertionError('APOP was taken')
      except poplib.error_proto:
          pass
      p.utf8()
      p.user(user)
      p.pass_(password)
      number, octets = p.stat()
      assert number == count, number
      sizes = [int(line.split()[1]) for line in p.list()[1]]
      assert sum(sizes) == octets and len(sizes) == count, (sizes, octets)
      unique = [line.split()[1] for line in p.uidl()[1]]
      assert len(set(unique)) == count
      assert p.uidl(3).split()[2] == unique[2]
      for i in range(1, count + 1):
          _, lines, size = p.retr(i)
          assert sum(len(line) + 2 for line in lines) == sizes[i - 1], i
          assert lines[-2:] == [b'.hidden', b'last'], lines
      assert p.top(1, 1)[1][-1] == b'x' * 70
      p.dele(1)
      p.dele(2)
      p.rset()
      p.noop()
      try:
          poplib.POP3_SSL('127.0.0.1', int(pop3s), context=tls).user('nobody')
          second = poplib.POP3_SSL('127.0.0.1', int(pop3s), context=tls)
          second.user(user)
          second.pass_(password)
          raise AssertionError('two sessions at once')
      except poplib.error_proto as e:
          assert b'[IN-USE]' in e.args[0], e
      p.dele(1)
      p.dele(count)
      p.quit()
      p = poplib.POP3_SSL('127.0.0.1', int(pop3s), context=tls)
      p.user(user)
      p.pass_(password)
      assert p.stat()[0] == count - 2
      assert [line.split()[1] for line in p.uidl()[1]] == unique[1:-1]
      p.dele(1)
      p.close()
      """;
}

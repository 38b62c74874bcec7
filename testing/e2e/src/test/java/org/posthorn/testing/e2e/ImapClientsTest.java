package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.ImapClient;

/// Programs that read and sort mail where it is, by IMAP, against the program as `quickstart`
/// leaves it.
@TestInstance(Lifecycle.PER_CLASS)
class ImapClientsTest {
  private static final String PASSWORD = "wherefore-Art-77-thou";

  /// Messages that each program finds.
  private static final int MESSAGES = 100;

  @TempDir private static Path folder;
  private PosthornProcess posthorn;

  @SuppressWarnings("NullAway") // made before each use by the method below
  ImapClientsTest() {}

  @BeforeAll
  void start() throws Exception {
    posthorn = PosthornProcess.quickstart(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    posthorn.close();
  }

  /// An account of its own with [#MESSAGES] messages in its INBOX.
  private String account(String name) throws Exception {
    var address = posthorn.account(name, PASSWORD);
    try (var imap = login(address)) {
      for (int i = 1; i <= MESSAGES; i++)
        imap.append("INBOX", "()", message(i).getBytes(UTF_8)).ok();
      imap.logout();
    }
    return address;
  }

  /// Every tenth is a report, every tenth greets, every tenth is large; the numbers say which.
  private static String message(int number) {
    var subject =
        switch (number % 10) {
          case 1 -> "report";
          case 2 -> "=?utf-8?q?Gr=C3=BC=C3=9Fe?=";
          default -> "letter";
        };
    return "From: Bob <bob@example.test>\r\nTo: alice@example.test\r\nSubject: %s %d\r\n"
            .formatted(subject, number)
        + "Message-ID: <%d@letters.test>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
            .formatted(number)
        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "\r\nThis is number %d.\r\n".formatted(number)
        + (number % 10 == 3 ? ("x".repeat(78) + "\r\n").repeat(100) : "");
  }

  private ImapClient login(String address) throws IOException {
    var imap = ImapClient.connect(posthorn.port("imap"));
    imap.login(address, PASSWORD);
    return imap;
  }

  /// The numbers of a mailbox's messages that a search finds.
  private List<Integer> found(String address, String mailbox, String search) throws IOException {
    try (var imap = login(address)) {
      imap.ok("EXAMINE " + mailbox);
      var hits = imap.ok("SEARCH " + search).named("SEARCH").findFirst().orElseThrow().items();
      var numbers = new ArrayList<Integer>();
      for (var hit : hits) {
        var fetch = imap.ok("FETCH " + hit.number() + " ENVELOPE").named("FETCH").findFirst();
        var envelope = fetch.orElseThrow().fetched().get("ENVELOPE");
        if (envelope == null) throw new AssertionError("no ENVELOPE");
        var subject = envelope.items().get(1).text();
        numbers.add(Integer.valueOf(subject.substring(subject.lastIndexOf(' ') + 1)));
      }
      imap.logout();
      return numbers;
    }
  }

  private static List<Integer> ending(int digit) {
    return IntStream.rangeClosed(1, MESSAGES).filter(i -> i % 10 == digit).boxed().toList();
  }

  @TestFactory
  Stream<DynamicTest> imapfilter_searches_moves_flags_and_deletes() {
    return Programs.HERE.test(
        "imapfilter",
        "imapfilter",
        program -> {
          var address = account("imapfilter");
          imapfilter(program, "sort", imapfilterAccount(address) + SORT);
          assertThat(found(address, "Reports/2026", "ALL")).isEqualTo(ending(1));
          assertThat(found(address, "INBOX", "KEYWORD $Work SEEN")).isEqualTo(ending(2));
          assertThat(found(address, "INBOX", "FLAGGED")).containsExactly(14);
          assertThat(found(address, "INBOX", "LARGER 5000")).isEmpty();
          assertThat(found(address, "INBOX", "ALL")).hasSize(MESSAGES - 20);
          assertThat(found(address, "Kept", "ANSWERED")).isEqualTo(ending(5));
        });
  }

  private void imapfilter(Path program, String name, String lua) throws Exception {
    var home = Files.createDirectories(folder.resolve("imapfilter-" + name));
    var script = Files.writeString(folder.resolve(name + ".lua"), lua).toString();
    Program.of(program, "-c", script, "-l", home.resolve("log").toString())
        .with("HOME", home.toString())
        .with("LC_ALL", "C.UTF-8")
        .run()
        .well();
  }

  private String imapfilterAccount(String address) {
    return """
    options.certificates = false
    options.hostnames = false
    options.starttls = true
    options.subscribe = true
    options.charset = 'UTF-8'
    account = IMAP { server = '127.0.0.1', port = %d, username = '%s', password = '%s' }
    inbox = account.INBOX
    """
        .formatted(posthorn.port("imap"), address, PASSWORD);
  }

  private static final String SORT =
      """
      local total, _, unseen, uidnext = inbox:check_status()
      assert(total == 100 and unseen == 100 and uidnext == 101, 'status')
      local reports = inbox:contain_subject('report') * inbox:is_unseen()
      assert(#reports == 10, 'reports')
      assert(reports:move_messages(account['Reports/2026']), 'move to a new mailbox')
      local subscribed = account:list_subscribed('Reports', '*')
      assert(subscribed[1] == 'Reports/2026', 'subscribed')
      local greetings = inbox:contain_subject('Grüße')
      assert(#greetings == 10, 'greetings')
      greetings:add_flags({ '$Work', '\\\\Seen' })
      assert(#(inbox:has_keyword('$Work') * inbox:is_seen()) == 10, 'keyword')
      local one = inbox:contain_body('number 14.') - inbox:is_seen()
      assert(#one == 1, 'body')
      one:mark_flagged()
      local large = inbox:is_larger(5000)
      assert(#large == 10, 'large')
      large:delete_messages()
      local fives = inbox:match_body('number [0-9]*5[.]')
      assert(#fives == 10, 'regular expression')
      fives:copy_messages(account.Kept)
      account.Kept:select_all():mark_answered()
      assert(#(inbox:send_query('OR SUBJECT letter BODY nothing')) == 70, 'query')
      """;

  @TestFactory
  Stream<DynamicTest> imapfilter_idles_until_mail_comes() {
    var curl = Programs.HERE.find("curl");
    if (curl == null) return Stream.empty();
    return Programs.HERE.test(
        "imapfilter",
        "imapfilter",
        program -> {
          var address = account("idler");
          var stop = folder.resolve("idle-stop");
          var mail = Files.writeString(folder.resolve("idle-mail"), message(999));
          var url = "imap://127.0.0.1:" + posthorn.port("imap") + "/INBOX";
          var once = "%s -sS -u %s:%s -T %s --url %s".formatted(curl, address, PASSWORD, mail, url);
          // Whatever comes before IDLE begins may be told before it, hence more than one.
          var deliver =
              "i=0; while [ ! -e %s ] && [ $i -lt 100 ]; do %s; i=$((i+1)); done"
                  .formatted(stop, once);
          var lua =
              """
              assert(#inbox:is_unseen() == 100, 'unseen')
              os.execute("(%s) > /dev/null 2>&1 &")
              local updated, event = inbox:enter_idle()
              io.open('%s', 'w'):close()
              assert(updated and event == 'EXISTS', tostring(event))
              assert(#inbox:contain_subject('letter 999') > 0, 'new')
              """
                  .formatted(deliver, stop);
          imapfilter(program, "idle", imapfilterAccount(address) + lua);
        });
  }

  private static long subjects(Path mbox) throws IOException {
    try (var lines = Files.lines(mbox)) {
      return lines.filter(line -> line.startsWith("Subject: ")).count();
    }
  }

  @TestFactory
  Stream<DynamicTest> fetchmail_takes_what_is_unseen_of_two_mailboxes_and_expunges_it() {
    return Programs.HERE.test(
        "fetchmail",
        "fetchmail",
        program -> {
          var address = account("imap-fetchmail");
          try (var imap = login(address)) {
            imap.ok("SELECT INBOX");
            imap.ok("CREATE Lists");
            imap.ok("MOVE 1:20 Lists");
            imap.ok("STORE 1:5 +FLAGS (\\Seen)");
            imap.logout();
          }
          var fetched = folder.resolve("imap-fetched");
          var rc =
              """
              poll 127.0.0.1 service %d protocol imap
                user "%s" password "%s" folder INBOX, Lists sslproto "auto" no sslcertck
                mda "/bin/sh -c 'cat >> %s'"
              """
                  .formatted(posthorn.port("imap"), address, PASSWORD, fetched);
          var file = secret("imap-fetchmailrc", rc).toString();
          var home = Files.createDirectories(folder.resolve("imap-fetchmail")).toString();
          var options = new String[] {"-f", file, "--nosyslog", "-v", "-v"};
          var kept = Program.of(program, options).and("--keep").with("FETCHMAILHOME", home).run();
          assertThat(kept.well().output() + kept.errors())
              .contains("STARTTLS")
              .doesNotContain(PASSWORD);
          assertThat(subjects(fetched)).isEqualTo(MESSAGES - 5);
          var again = Program.of(program, options).and("--keep").with("FETCHMAILHOME", home).run();
          assertThat(again.exit()).as(again.output() + again.errors()).isEqualTo(1); // no new mail
          Program.of(program, options)
              .and("--all", "--nokeep")
              .with("FETCHMAILHOME", home)
              .run()
              .well();
          assertThat(subjects(fetched)).isEqualTo(2 * MESSAGES - 5);
          assertThat(found(address, "INBOX", "ALL")).isEmpty();
          assertThat(found(address, "Lists", "ALL")).isEmpty();
        });
  }

  private static Path secret(String name, String text) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.writeString(Files.createFile(folder.resolve(name), mode), text);
  }

  @TestFactory
  Stream<DynamicTest> getmail_fetches_each_message_once_and_moves_it_when_told() {
    return Programs.HERE.test(
        "getmail",
        "getmail",
        program -> {
          var address = account("imap-getmail");
          try (var imap = login(address)) {
            imap.ok("CREATE Taken");
            imap.logout();
          }
          var fetched = folder.resolve("imap-getmail-mails");
          var state = Files.createDirectories(folder.resolve("imap-getmail")).toString();
          var rc =
              """
              [retriever]
              type = SimpleIMAPSSLRetriever
              server = 127.0.0.1
              port = %d
              username = %s
              password = %s
              mailboxes = ("INBOX",)
              move_on_delete = Taken
              [destination]
              type = MDA_external
              path = /bin/sh
              arguments = ("-c", "cat >> %s")
              allow_root_commands = true
              [options]
              read_all = false
              """
                  .formatted(posthorn.port("imaps"), address, PASSWORD, fetched);
          var file = secret("imap-getmailrc", rc).toString();
          var get = new String[] {"--getmaildir", state, "--rcfile", file};
          var keep = Program.of(program, get).with("HOME", folder.toString());
          keep.run().well();
          assertThat(subjects(fetched)).isEqualTo(MESSAGES);
          keep.run().well();
          assertThat(subjects(fetched)).isEqualTo(MESSAGES);
          Program.of(program, get)
              .and("--all", "--delete")
              .with("HOME", folder.toString())
              .run()
              .well();
          assertThat(found(address, "INBOX", "ALL")).isEmpty();
          assertThat(found(address, "Taken", "ALL")).hasSize(MESSAGES);
        });
  }
}

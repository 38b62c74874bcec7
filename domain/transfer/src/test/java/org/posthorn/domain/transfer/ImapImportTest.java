package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.domain.transfer.TransferHouse.ROMEO;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.transfer.ImapLogin.MasterStyle;
import org.posthorn.domain.transfer.ImapPeer.Security;
import org.posthorn.platform.net.Authorities;
import org.posthorn.platform.net.Dialer;
import org.posthorn.platform.net.NetworkLimits;

/// Other IMAP servers, played by a script: those that behave, and those that do not.
class ImapImportTest {
  @TempDir private Path folder = Path.of("");
  private TransferHouse house;
  private Dialer dialer;
  private ServerSocket listening;

  /// What the server answers to a command that begins so; `$` is the tag.
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private final List<String> heard = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway") // opened before each test
  ImapImportTest() {}

  @BeforeEach
  void open() throws IOException {
    house = new TransferHouse(folder.resolve("data"));
    var random = new SecureRandom();
    dialer = new Dialer("import", NetworkLimits.DEFAULTS, () -> TransferHouse.NOW, random);
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
    answers.put("CAPABILITY", "* CAPABILITY IMAP4rev1 NAMESPACE AUTH=PLAIN\r\n$ OK\r\n");
    answers.put("LOGIN", "$ OK\r\n");
    answers.put(
        "NAMESPACE", "* NAMESPACE ((\"INBOX.\" \".\")) ((\"user.\" \".\")) NIL\r\n$ OK\r\n");
    answers.put(
        "LIST",
        """
        * LIST (\\HasChildren) "." INBOX
        * LIST (\\Sent) "." "INBOX.Sent &AOk-"
        * LIST () "." user.juliet
        * LIST (\\Noselect) "." INBOX.Shelf
        $ OK
        """);
    answers.put("LSUB", "* LSUB () \".\" \"INBOX.Sent &AOk-\"\r\n$ OK\r\n");
    answers.put(
        "EXAMINE \"INBOX\"",
        """
        * 2 EXISTS
        * OK [UIDVALIDITY 1300000000] of old
        * OK [UIDNEXT 44] next
        $ OK
        """);
    answers.put("EXAMINE", "* 0 EXISTS\r\n$ OK\r\n");
    answers.put(
        "FETCH 1:2",
        """
        * 1 FETCH (UID 7 FLAGS (\\Seen \\Recent $Work) INTERNALDATE " 6-May-2011 07:08:09 +0000")
        * 2 FETCH (FLAGS () UID 40 INTERNALDATE "07-May-2011 07:08:09 +0200")
        $ OK
        """);
    answers.put(
        "UID FETCH 7,40",
        """
        * 2 FETCH (FLAGS (\\Seen) BODY[] {20}
        Subject: two

        22
         UID 40)
        * 1 FETCH (UID 7 BODY[] {19}
        Subject: one

        1
        )
        $ OK
        """);
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
    dialer.close();
    house.close();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (var socket = listening.accept()) {
        talk(socket);
      } catch (IOException _) {
        // The client has left, or the test is over.
        heard.add("");
      }
    }
  }

  private void talk(Socket socket) throws IOException {
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    say(socket, "* OK hello\r\n");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      int blank = line.indexOf(' ');
      var tag = blank < 0 ? "" : line.substring(0, blank);
      var answer = answer(line.substring(blank + 1));
      if (answer != null) say(socket, answer.replace("$ ", tag + " "));
    }
  }

  private @Nullable String answer(String command) {
    return answers.entrySet().stream()
        .filter(each -> command.startsWith(each.getKey()))
        .max(Comparator.comparingInt(each -> each.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  private static void say(Socket socket, String text) throws IOException {
    var lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
    socket.getOutputStream().write(lines.getBytes(ISO_8859_1));
  }

  private ImapImport from(Security security, ImapLogin login) {
    var network = new ImapPeer.Network(dialer, InetAddress::getAllByName, new SecureRandom());
    var peer =
        new ImapPeer(
            "127.0.0.1", listening.getLocalPort(), security, Authorities.ofThisMachine(), network);
    return new ImapImport(peer, login, null);
  }

  private static ImapLogin romeo() {
    return new ImapLogin("romeo", "art\"thou", null, MasterStyle.STAR);
  }

  private TransferReport bring(ImapLogin login) throws TransferRefused {
    return house.transfer.importImap(ROMEO, from(Security.NONE, login), (_, _) -> {});
  }

  @Test
  void uids_flags_dates_names_uses_and_subscriptions_come_along() throws Exception {
    assertThat(bring(romeo())).isEqualTo(new TransferReport(2, 0, 0, 0, List.of(), List.of()));
    assertThat(house.mailbox(ROMEO, "INBOX").uidValidity()).isEqualTo(1300000000L);
    assertThat(house.mailbox(ROMEO, "INBOX").uidNext()).isEqualTo(44);
    assertThat(house.uids(ROMEO, "INBOX")).containsExactly(7, 40);
    assertThat(house.flags(ROMEO, "INBOX", 0))
        .isEqualTo(new Flags(java.util.Set.of(SystemFlag.SEEN), java.util.Set.of("$Work")));
    assertThat(house.texts(ROMEO, "INBOX"))
        .containsExactly("Subject: one\r\n\r\n1\r\n", "Subject: two\r\n\r\n22\r\n");
    assertThat(house.row(ROMEO, "INBOX", 40).receivedAt())
        .isEqualTo(Instant.parse("2011-05-07T05:08:09Z"));
    assertThat(house.mailbox(ROMEO, "Sent \u00e9").specialUse()).isEqualTo(SpecialUse.SENT);
    assertThat(house.mail.mailboxes().find(ROMEO, new MailboxPath("Shelf"))).isNull();
    assertThat(house.mail.mailboxes().subscriptions(ROMEO))
        .contains(new MailboxPath("Sent \u00e9"));
    assertThat(heard).contains("p2 LOGIN \"romeo\" \"art\\\"thou\"");
  }

  @Test
  void a_second_run_brings_new_messages_and_changed_flags() throws Exception {
    bring(romeo());
    answers.computeIfPresent("EXAMINE \"INBOX\"", (_, text) -> text.replace("* 2", "* 3"));
    answers.put(
        "FETCH 1:3",
        """
        * 1 FETCH (UID 7 FLAGS (\\Answered) INTERNALDATE " 6-May-2011 07:08:09 +0000")
        * 2 FETCH (FLAGS () UID 40 INTERNALDATE "07-May-2011 07:08:09 +0200")
        * 3 FETCH (FLAGS () UID 44 INTERNALDATE "08-May-2011 07:08:09 +0200")
        $ OK
        """);
    answers.put("UID FETCH 44 ", "* 3 FETCH (UID 44 BODY[] {3}\r\nx\r\n)\r\n$ OK\r\n");
    assertThat(bring(romeo())).isEqualTo(new TransferReport(1, 2, 1, 0, List.of(), List.of()));
    assertThat(house.uids(ROMEO, "INBOX")).containsExactly(7, 40, 44);
    assertThat(house.flags(ROMEO, "INBOX", 0)).isEqualTo(Flags.of(SystemFlag.ANSWERED));
  }

  @Test
  void a_master_logs_in_by_star_or_by_an_identity_to_act_as() throws Exception {
    bring(new ImapLogin("romeo", "secret", "prince", MasterStyle.STAR));
    assertThat(heard).contains("p2 LOGIN \"romeo*prince\" \"secret\"");
    answers.put("AUTHENTICATE PLAIN", "+ \r\n");
    // romeo NUL prince NUL secret
    answers.put("cm9tZW8AcHJpbmNlAHNlY3JldA==", "p2 OK\r\n");
    bring(new ImapLogin("romeo", "secret", "prince", MasterStyle.AUTHZID));
    assertThat(heard).contains("cm9tZW8AcHJpbmNlAHNlY3JldA==");
  }

  @Test
  void a_login_that_is_refused_says_what_the_server_said() {
    answers.put("LOGIN", "$ NO [AUTHENTICATIONFAILED] wrong\u0007 password\r\n");
    assertThatThrownBy(() -> bring(romeo()))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("refused the login: [AUTHENTICATIONFAILED] wrong? password");
  }

  @Test
  void no_password_goes_to_a_server_that_has_no_tls_where_it_is_wanted() {
    answers.put("STARTTLS", "$ BAD what\r\n");
    assertThatThrownBy(
            () -> house.transfer.importImap(ROMEO, from(Security.STARTTLS, romeo()), (_, _) -> {}))
        .isInstanceOf(TransferRefused.class)
        .hasMessageContaining("refused STARTTLS");
    assertThat(heard).noneMatch(line -> line.contains("LOGIN"));
  }

  @Test
  void a_name_is_never_a_command_and_may_be_in_utf_8() throws Exception {
    answers.put(
        "LIST",
        """
        * LIST () "." {20}
        x"
        p9 DELETE "INBOX
        * LIST () "." "Gr\u00c3\u00bc\u00c3\u009fe"
        $ OK
        """);
    var report = bring(romeo());
    assertThat(report.faults()).singleElement().asString().contains("cannot be that of a mailbox");
    assertThat(heard)
        .noneMatch(line -> line.contains("DELETE"))
        .anyMatch(line -> line.endsWith("EXAMINE \"Gr\u00c3\u00bc\u00c3\u009fe\""));
    assertThat(house.mail.mailboxes().find(ROMEO, new MailboxPath("Gr\u00fc\u00dfe"))).isNotNull();
  }

  @Test
  void what_the_server_does_not_send_is_named_and_comes_with_the_next_run() throws Exception {
    var whole = answers.get("UID FETCH 7,40");
    answers.put("UID FETCH 7,40", "* 1 EXPUNGE\r\n* 9 FETCH (UID 99 BODY[] {1}\r\nx)\r\n$ OK\r\n");
    var report = bring(romeo());
    assertThat(report.failed()).isEqualTo(2);
    assertThat(report.faults().getFirst().reason()).contains("did not send it");
    answers.put("UID FETCH 7,40", String.valueOf(whole));
    assertThat(bring(romeo()).imported()).isEqualTo(2);
  }

  private void hostile(String command, String answer, String words) throws Exception {
    var before = String.valueOf(answers.get(command));
    answers.put(command, answer);
    var report = bring(romeo());
    assertThat(report.faults())
        .extracting(TransferReport.Fault::reason)
        .anyMatch(reason -> reason.contains(words));
    answers.put(command, before);
  }

  @Test
  void a_server_that_makes_things_up_is_left_with_a_reason_and_the_rest_comes() throws Exception {
    hostile("FETCH 1:2", "* " + "x".repeat(70_000) + "\r\n$ OK\r\n", "a line of more than 64 KiB");
    hostile("FETCH 1:2", "* 1 FETCH (UID {99999999}\r\n", "a literal of 99999999 octets");
    hostile("FETCH 1:2", "* 1 FETCH (UID {99999999999999999999}\r\n", "octets");
    hostile("FETCH 1:2", "* 1 FETCH " + "(".repeat(500) + "\r\n", "lists within lists");
    hostile("FETCH 1:2", "p99 OK\r\n", "a question that was not asked");
    hostile("FETCH 1:2", "* 1 FETCH (UID 7 BODY[] {100000}\r\n", "a literal of 100000 octets");
    hostile("UID FETCH 7,40", "* 1 FETCH (UID 7 BODY[] {99999999999}\r\n", "99999999999 octets");
    hostile("FETCH 1:2", "* 5 EXISTS\r\n".repeat(100_001), "more than 100000 answers");
    hostile("FETCH 1:2", "* BYE tired\r\n", "tired");
    assertThat(bring(romeo()).imported()).isEqualTo(2);
  }
}

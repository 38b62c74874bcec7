package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Arrival.Target;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.NewEmail;

/// NOTIFY (RFC 5465) under storms and races, and with what else a connection does.
class NotifyTest {

  private static final String BOTH = "(MessageNew MessageExpunge)";

  /// A message of 16 octets, and the end of APPEND.
  private static final String REST = "Subject: x\r\n\r\nx\n\r\n";

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
    house.reset();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void create(Stream<String> names) {
    var romeo = house.mailAccount("romeo");
    names.forEach(name -> house.mail().mailboxes().create(romeo, new MailboxPath(name), null));
  }

  private static Stream<String> boxes(int from, int to) {
    return Stream.iterate(from, i -> i < to, i -> i + 1).map(i -> "Lists/" + i);
  }

  private void deliver(Stream<String> names) {
    var romeo = house.mailAccount("romeo");
    var arrivals = new ArrayList<Arrival>();
    for (var name : names.toList()) {
      var mailbox = house.mail().mailboxes().find(romeo, new MailboxPath(name));
      var target = new Target.ById(Objects.requireNonNull(mailbox).id());
      var email = NewEmail.of("Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII));
      arrivals.add(new Arrival(romeo, target, email, Flags.NONE, TestHouse.NOW));
    }
    house.mail().messages().store(arrivals);
  }

  /// From now on the client is in the middle of a command, so that nothing is told.
  private static void pause(RawClient client) throws IOException {
    client.send("p APPEND Sent {16}\r\n");
    assertThat(client.line()).startsWith("+ ");
  }

  private static void goOn(RawClient client) throws IOException {
    client.send(REST);
    assertThat(client.line()).startsWith("p OK");
  }

  @Test
  void what_waits_is_told_once_for_each_mailbox() throws IOException {
    create(boxes(0, 3));
    try (var client = RawClient.loggedIn(house)) {
      client.command("a NOTIFY SET (subtree Lists " + BOTH + ")");
      pause(client);
      for (int i = 0; i < 50; i++) deliver(boxes(0, 2));
      goOn(client);
      var told = List.of(String.valueOf(client.line()), String.valueOf(client.line()));
      assertThat(told)
          .containsExactlyInAnyOrder(
              "* STATUS Lists/0 (MESSAGES 50 UIDNEXT 51)",
              "* STATUS Lists/1 (MESSAGES 50 UIDNEXT 51)");
      assertThat(client.command("b NOOP")).isEqualTo("b OK NOOP completed\n");
    }
  }

  @Test
  void a_storm_turns_it_off_and_the_client_is_told() throws IOException {
    create(boxes(0, NotifyBacklog.MAX_OF_SESSION + 1));
    try (var client = RawClient.loggedIn(house)) {
      client.command("a NOTIFY SET (subtree Lists " + BOTH + ")");
      pause(client);
      deliver(boxes(0, NotifyBacklog.MAX_OF_SESSION + 1));
      goOn(client);
      assertThat(client.line()).startsWith("* OK [NOTIFICATIONOVERFLOW] ");
      deliver(boxes(0, 1));
      assertThat(client.command("b NOOP")).isEqualTo("b OK NOOP completed\n");
      // It may ask again, for as much as can be watched.
      var again = client.command("c NOTIFY SET STATUS (subtree Lists " + BOTH + ")");
      assertThat(again)
          .contains("* STATUS Lists/0 (MESSAGES 2 ")
          .endsWith("c OK NOTIFY completed\n");
      create(boxes(NotifyBacklog.MAX_OF_SESSION + 1, NotifyBacklog.MAX_WATCHED + 1));
      assertThat(client.line()).startsWith("* OK [NOTIFICATIONOVERFLOW] ");
      assertThat(client.command("d NOTIFY SET (subtree Lists " + BOTH + ")"))
          .startsWith("d NO [NOTIFICATIONOVERFLOW] ");
      assertThat(client.command("e NOTIFY SET (mailboxes Lists/7 " + BOTH + ")"))
          .isEqualTo("e OK NOTIFY completed\n");
    }
  }

  @Test
  void too_many_new_messages_at_once_are_counted_but_not_told_whole() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a SELECT INBOX");
      client.command("b NOTIFY SET (selected (MessageNew (UID) MessageExpunge))");
      pause(client);
      int many = NotifyBacklog.MAX_FETCHED + 1;
      deliver(Stream.generate(() -> "INBOX").limit(many));
      client.send(REST);
      assertThat(client.line()).isEqualTo("* " + many + " EXISTS");
      assertThat(client.line()).isEqualTo("* " + many + " RECENT");
      assertThat(client.line()).startsWith("* OK [NOTIFICATIONOVERFLOW] ");
      assertThat(client.line()).startsWith("p OK");
      deliver(Stream.of("INBOX"));
      assertThat(client.command("c NOOP")).isEqualTo("c OK NOOP completed\n");
    }
  }

  @Test
  void a_search_that_is_kept_up_to_date_tells_of_all_new_messages() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a SELECT INBOX");
      client.command("b SEARCH RETURN (COUNT UPDATE (UID)) SUBJECT x");
      int many = NotifyBacklog.MAX_FETCHED + 1;
      deliver(Stream.generate(() -> "INBOX").limit(many));
      assertThat(client.command("c NOOP"))
          .contains("* " + many + " EXISTS\n")
          .contains("* " + many + " FETCH (UID " + many + ")\n")
          .contains("* ESEARCH (TAG \"b\") ADDTO (0 1:" + many + ")\n")
          .doesNotContain("NOTIFICATIONOVERFLOW");
      deliver(Stream.of("INBOX"));
      assertThat(client.command("d NOOP")).contains("* " + (many + 1) + " EXISTS\n");
    }
  }

  @Test
  void an_account_has_a_bounded_backlog_for_all_its_sessions() {
    var backlog = new NotifyBacklog();
    var romeo = new AccountId(1);
    for (int i = 0; i < NotifyBacklog.MAX_OF_ACCOUNT; i++) assertThat(backlog.add(romeo)).isTrue();
    assertThat(backlog.add(romeo)).isFalse();
    assertThat(backlog.add(new AccountId(2))).isTrue();
    backlog.remove(romeo, 10);
    assertThat(backlog.of(romeo)).isEqualTo(NotifyBacklog.MAX_OF_ACCOUNT - 10);
    assertThat(backlog.add(romeo)).isTrue();
    backlog.remove(romeo, NotifyBacklog.MAX_OF_ACCOUNT);
    assertThat(backlog.of(romeo)).isZero();
  }

  @Test
  void nothing_falls_between_the_first_status_and_the_first_event() throws Exception {
    try (var client = RawClient.loggedIn(house)) {
      int messages = 0;
      for (int round = 0; round < 30; round++) {
        var delivering = Thread.ofVirtual().start(() -> deliver(Stream.of("INBOX")));
        var answer = client.command("a NOTIFY SET STATUS (mailboxes INBOX " + BOTH + ")");
        messages++;
        boolean told = answer.contains("(MESSAGES " + messages + " ");
        // Either it is in the answer, or it comes by itself.
        if (!told)
          assertThat(client.line()).startsWith("* STATUS INBOX (MESSAGES " + messages + " ");
        delivering.join();
      }
      assertThat(client.command("b NOOP")).endsWith("b OK NOOP completed\n");
    }
  }

  @Test
  void nothing_falls_between_select_and_the_first_event() throws Exception {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a NOTIFY SET (selected (MessageNew (UID) MessageExpunge))");
      int messages = 0;
      for (int round = 0; round < 30; round++) {
        var delivering = Thread.ofVirtual().start(() -> deliver(Stream.of("INBOX")));
        var answer = client.command("b SELECT INBOX");
        messages++;
        if (!answer.contains("* " + messages + " EXISTS")) {
          assertThat(client.line()).isEqualTo("* " + messages + " EXISTS");
          assertThat(client.line()).endsWith(" RECENT");
          assertThat(client.line()).isEqualTo("* " + messages + " FETCH (UID " + messages + ")");
        }
        delivering.join();
        client.command("c UNSELECT");
      }
    }
  }

  @Test
  void it_goes_with_compression() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a NOTIFY SET (mailboxes INBOX " + BOTH + ")");
      deliver(Stream.of("INBOX"));
      assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 1 UIDNEXT 2)");
      assertThat(client.command("z COMPRESS DEFLATE")).isEqualTo("z OK DEFLATE active\n");
      client.compress();
      deliver(Stream.of("INBOX"));
      assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 2 UIDNEXT 3)");
      assertThat(client.command("b NOOP")).isEqualTo("b OK NOOP completed\n");
      deliver(Stream.of("INBOX"));
      assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 3 UIDNEXT 4)");
      assertThat(client.command("c LOGOUT")).endsWith("c OK LOGOUT completed\n");
    }
  }

  @Test
  void it_ends_with_the_login() throws IOException {
    house.makeAdministrator("romeo");
    try (var client = RawClient.loggedIn(house)) {
      client.command("a SELECT INBOX");
      client.command("b NOTIFY SET (selected " + BOTH + ") (personal " + BOTH + ")");
      client.command("c UNAUTHENTICATE");
      deliver(Stream.of("INBOX", "Sent"));
      client.command("d LOGIN juliet@example.test " + TestHouse.PASSWORD);
      deliver(Stream.of("INBOX", "Sent"));
      assertThat(client.command("e NOOP")).isEqualTo("e OK NOOP completed\n");
      client.command("f SELECT INBOX");
      house.deliver("juliet", "Subject: x\r\n\r\n".getBytes(US_ASCII));
      // As before the first NOTIFY: at the next command.
      assertThat(client.command("g NOOP")).contains("* 1 EXISTS");
    }
  }

  @Test
  void commands_sent_ahead_do_not_keep_news_back() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a NOTIFY SET (mailboxes INBOX " + BOTH + ")");
      pause(client);
      deliver(Stream.of("INBOX"));
      client.send(REST + "b NOOP\r\nc NOOP\r\n");
      assertThat(client.line()).startsWith("p OK");
      assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 1 UIDNEXT 2)");
      assertThat(client.line()).isEqualTo("b OK NOOP completed");
      assertThat(client.line()).isEqualTo("c OK NOOP completed");
    }
  }

  @Test
  void who_is_no_member_any_more_is_told_at_once() throws IOException {
    house.share("shared", "lr");
    try (var idling = juliet();
        var asking = juliet()) {
      idling.command("a SELECT Shared/info@example.test");
      idling.send("b IDLE\r\n");
      assertThat(idling.line()).isEqualTo("+ Idling");
      asking.command("a NOTIFY SET (mailboxes Shared/info@example.test " + BOTH + ")");
      house.dismissJuliet();
      assertThat(idling.rest()).isEqualTo("* BYE You may no longer read the selected mailbox\r\n");
      assertThat(asking.line())
          .isEqualTo("* LIST (\\NonExistent \\NoAccess) \"/\" Shared/info@example.test");
      house.deliver("info", "Subject: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(asking.command("b NOOP")).isEqualTo("b OK NOOP completed\n");
    }
  }

  private RawClient juliet() throws IOException {
    var client = new RawClient(house.plainPort());
    client.line();
    client.command("l LOGIN juliet@example.test " + TestHouse.PASSWORD);
    return client;
  }

  @Test
  void the_deletion_of_the_selected_mailbox_ends_the_session() throws IOException {
    create(boxes(0, 1));
    try (var client = RawClient.loggedIn(house)) {
      client.command("a SELECT Lists/0");
      client.command("b NOTIFY SET (selected " + BOTH + ")");
      house.mail().mailboxes().delete(house.mailAccount("romeo"), new MailboxPath("Lists/0"));
      assertThat(client.rest()).isEqualTo("* BYE The selected mailbox was deleted\r\n");
    }
  }
}

package org.posthorn.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server in this process, as `quickstart` and `serve` start it.
class QuickstartTest {
  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    run("stop");
    threads.close();
  }

  private Run run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private Future<Run> start(String... arguments) {
    var running = threads.submit(() -> run(arguments));
    while (!running.isDone() && run("status").exit() != 0) Thread.onSpinWait();
    return running;
  }

  private JsonNode status() {
    return JsonMapper.shared().readTree(run("status", "--json").out());
  }

  private int port(String name) {
    for (var listener : status().path("listeners"))
      if (listener.path("name").asString().equals(name)) return listener.path("port").asInt();
    throw new AssertionError("no listener " + name);
  }

  /// What a server says to these lines, one answer each, its greeting first.
  private List<String> dialogue(int port, String... lines) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      var answers = new ArrayList<String>();
      answers.add(in.readLine());
      for (var line : lines) {
        socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
        answers.add(in.readLine());
      }
      return answers;
    }
  }

  private int messagesOf(String account) {
    var page = JsonMapper.shared().readTree(run("account", "list", "--json", account).out());
    return page.path("accounts").path(0).path("usedMessages").asInt();
  }

  @Test
  void status_has_the_promised_shape_once_everything_is_ready() throws Exception {
    var running = start("quickstart", "--port", "all=0");
    var status = status();
    assertThat(status.path("state").asString()).isEqualTo("ready");
    var listeners = new ArrayList<String>();
    for (var one : status.path("listeners")) {
      listeners.add(one.path("name").asString() + " " + one.path("tls").asString());
      assertThat(one.path("address").asString()).isEqualTo("127.0.0.1");
      assertThat(one.path("port").asInt()).isPositive();
      assertThat(one.propertyNames()).containsExactly("name", "address", "port", "tls");
    }
    assertThat(listeners)
        .containsExactly(
            "smtp starttls",
            "submission starttls",
            "submissions implicit",
            "lmtp none",
            "imap starttls",
            "imaps implicit",
            "pop3 starttls",
            "pop3s implicit",
            "managesieve starttls");
    assertThat(run("stop").exit()).isZero();
    var run = running.get();
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run("status").exit()).isEqualTo(3);
  }

  @Test
  void mail_arrives_by_smtp_and_is_read_by_imap_and_roles_reach_the_administrator()
      throws Exception {
    var running = start("quickstart", "--port", "all=0", "--domain", "example.org");
    assertThat(messagesOf("alice@example.org")).isEqualTo(1);
    var smtp =
        dialogue(
            port("smtp"),
            "HELO client.example",
            "MAIL FROM:<friend@example.net>",
            "RCPT TO:<Postmaster>",
            "RCPT TO:<abuse@example.org>",
            "RCPT TO:<nobody@example.org>",
            "RCPT TO:<somebody@example.com>",
            "DATA",
            "Subject: Hello\r\n\r\nIt works.\r\n.",
            "QUIT");
    assertThat(smtp.getFirst()).startsWith("220 mail.example.org ");
    assertThat(smtp.stream().map(line -> line.substring(0, 3)))
        .containsExactly("220", "250", "250", "250", "250", "550", "550", "354", "250", "221");
    assertThat(messagesOf("alice@example.org")).isEqualTo(2);
    assertThat(dialogue(port("imap"), "a LOGIN alice@example.org x").getLast())
        .startsWith("a NO [AUTHENTICATIONFAILED]");
    run("stop");
    assertThat(running.get().exit()).isZero();
    assertThat(run("check-store", "--full").out()).contains("2 accounts, 3 messages, no faults");
  }

  private void sendPart(int number, String body) throws IOException {
    var answers =
        dialogue(
            port("smtp"),
            "HELO client.example",
            "MAIL FROM:<friend@example.net>",
            "RCPT TO:<alice@example.org>",
            "DATA",
            "From: friend@example.net\r\n"
                + "Content-Type: message/partial; id=\"x@y\"; total=2; number="
                + number
                + "\r\n\r\n"
                + body
                + "\r\n.");
    assertThat(answers.getLast()).startsWith("250");
  }

  @Test
  void parts_of_a_message_wait_in_the_queue_and_are_sent_on_or_removed() throws Exception {
    var running = start("quickstart", "--port", "all=0", "--domain", "example.org");
    sendPart(1, "Subject: large\r\n\r\none");
    assertThat(run("queue", "list").out())
        .contains("joining", "alice@example.org", "friend@example.net", "1 of 2 parts of \"x@y\"");
    assertThat(run("queue", "list", "--to", "example.org").out()).contains("nothing waits");
    assertThat(run("queue", "list", "--state", "joining", "--from", "friend@", "--json").out())
        .contains("\"state\" : \"joining\"", "\"next\"");
    sendPart(2, "two");
    assertThat(run("queue", "list").out()).contains("nothing waits");
    assertThat(messagesOf("alice@example.org")).isEqualTo(2);
    sendPart(1, "Subject: large\r\n\r\none");
    assertThat(run("queue", "release", "--recipient", "alice").out())
        .contains("parts of 1 messages sent on");
    assertThat(messagesOf("alice@example.org")).isEqualTo(3);
    run("stop");
    assertThat(running.get().exit()).isZero();
    assertThat(run("check-store", "--full").out()).contains("no faults");
  }

  @Test
  void the_page_names_every_port_and_passwords_that_are_right() throws Exception {
    var running = start("quickstart", "--port", "all=0");
    var submissions = port("submissions");
    run("stop");
    var page = running.get().out();
    assertThat(page)
        .doesNotContain("{", "}")
        .contains("imaps://127.0.0.1:", String.valueOf(submissions))
        .contains("posthorn stop --data " + folder);
    var password = Pattern.compile("bob@example.test +([a-z0-9-]{23})\n").matcher(page);
    assertThat(password.find()).isTrue();

    var again = start("quickstart");
    assertThat(dialogue(port("imap"), "a LOGIN bob@example.test " + password.group(1)).getLast())
        .startsWith("a OK");
    assertThat(again).isNotDone();
  }

  @Test
  void started_again_it_goes_on_and_tells_no_password() throws Exception {
    var first = start("quickstart", "--port", "all=0");
    run("stop");
    var password = Pattern.compile("[a-z0-9]{5}(-[a-z0-9]{5}){3}");
    assertThat(first.get().out()).containsPattern(password);
    var second = start("quickstart");
    assertThat(messagesOf("alice@example.test")).isEqualTo(1);
    run("stop");
    assertThat(second.get().out())
        .contains("ready again", "--generate-password")
        .doesNotContainPattern(password);
    assertThat(run("quickstart", "--domain", "example.org"))
        .satisfies(run -> assertThat(run.exit()).isEqualTo(1))
        .satisfies(run -> assertThat(run.err()).contains("is there already"));
  }

  @Test
  void serve_goes_on_where_quickstart_stopped() throws Exception {
    var first = start("quickstart", "--port", "all=0");
    run("stop");
    first.get();
    var file = folder.resolve("posthorn.toml");
    var running = threads.submit(() -> Run.of("serve", "--config", file.toString()));
    while (!running.isDone() && run("status").exit() != 0) Thread.onSpinWait();
    assertThat(messagesOf("alice@example.test")).isEqualTo(1);
    assertThat(dialogue(port("smtp"), "NOOP")).last().asString().startsWith("250");
    assertThat(run("reload").exit()).isZero();
    assertThat(run("account", "add", "carol@example.test").out()).contains("password: ");
    run("stop");
    assertThat(running.get()).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void a_quickstart_that_was_cut_short_begins_again() throws Exception {
    var first = start("quickstart", "--port", "all=0");
    run("stop");
    first.get();
    Files.delete(folder.resolve("posthorn.toml"));
    var again = start("quickstart", "--port", "all=0");
    run("stop");
    assertThat(again.get().out()).contains("password");
    assertThat(messagesOf("alice@example.test")).isEqualTo(1);
  }

  @Test
  void a_port_in_use_says_which_and_what_to_do() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var run = run("quickstart", "--port", "all=0", "--port", "imap=" + taken.getLocalPort());
      assertThat(run.exit()).isEqualTo(5);
      assertThat(run.err())
          .contains("listener imap cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("--port-offset");
      assertThat(folder.resolve("posthorn.toml")).doesNotExist();
    }
  }

  @Test
  void a_data_folder_in_use_says_by_whom() throws Exception {
    var running = start("quickstart", "--port", "all=0");
    var run = run("serve");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("in use by process " + ProcessHandle.current().pid());
    assertThat(running).isNotDone();
  }
}

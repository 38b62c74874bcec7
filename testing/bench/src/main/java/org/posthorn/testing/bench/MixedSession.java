package org.posthorn.testing.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.posthorn.testing.bench.MailboxView.Disagreement;
import org.posthorn.testing.bench.MailboxView.Numbering;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.ImapAnswer;
import org.posthorn.testing.testkit.ImapClient;

/// One client of the mixed load: logs in, does a handful of random things, logs out, again and
/// again. One virtual thread. It deletes only what it appended itself, so that it knows what has to
/// be there even when others use the same mailbox.
final class MixedSession {
  /// What a client does between SELECT and LOGOUT, and how often in a hundred times.
  enum Step {
    FETCH_FLAGS(15),
    FETCH_ENVELOPES(20),
    FETCH_BODY(15),
    STORE(15),
    SEARCH(10),
    APPEND(10),
    EXPUNGE(5),
    NOOP(10);

    final int weight;

    Step(int weight) {
      this.weight = weight;
    }

    static Step random(RandomGenerator random) {
      var left = random.nextInt(100);
      for (var step : values()) {
        left -= step.weight;
        if (left < 0) return step;
      }
      throw new IllegalStateException("the weights are not a hundred");
    }
  }

  /// @param keyword unlike that of any other client of this user
  /// @param share how many clients use this user's mailbox
  record Client(String user, String password, String keyword, int share, int messageSize) {}

  /// Opens a connection.
  interface Connecting {
    ImapClient connect() throws IOException;
  }

  static final String MAILBOX = "Mixed";
  private static final int MOST_ENVELOPES = 20;
  private static final int MOST_EXPUNGED = 3;

  private final Client client;
  private final Connecting connecting;
  private final RandomGenerator random;
  private final Map<String, Latencies> latencies;

  /// Appended, and neither marked for deletion nor told to be gone.
  private final Set<Long> own = new HashSet<>();

  private MailboxView view;

  /// @param latencies by command name; those of unknown names are not kept
  MixedSession(
      Client client,
      Connecting connecting,
      RandomGenerator random,
      Map<String, Latencies> latencies) {
    this.client = client;
    this.connecting = connecting;
    this.random = random;
    this.latencies = latencies;
    this.view = new MailboxView(client.keyword());
  }

  /// One session from greeting to goodbye.
  ///
  /// @throws Disagreement when the server is wrong
  void run() throws IOException {
    view = new MailboxView(client.keyword());
    try (var imap = connecting.connect()) {
      timed("login", () -> imap.ok("LOGIN " + client.user() + " " + client.password()));
      view.selected(timed("select", () -> imap.ok("SELECT " + MAILBOX)));
      var steps = 5 + random.nextInt(10);
      for (var i = 0; i < steps; i++) step(imap, Step.random(random));
      timed("logout", () -> imap.ok("LOGOUT"));
    }
  }

  private void step(ImapClient imap, Step step) throws IOException {
    switch (step) {
      case FETCH_FLAGS -> fetchFlags(imap);
      case FETCH_ENVELOPES -> fetchEnvelopes(imap);
      case FETCH_BODY -> fetchBody(imap);
      case STORE -> store(imap);
      case SEARCH -> search(imap);
      case APPEND -> append(imap);
      case EXPUNGE -> expunge(imap);
      case NOOP -> view.apply(timed("noop", () -> imap.ok("NOOP")), Numbering.MAY_SHRINK);
    }
  }

  /// As clients do when they open a mailbox. Afterwards everything appended has to be known; other
  /// messages may be left out when another session has expunged them (RFC 2180 §4.1.2).
  private void fetchFlags(ImapClient imap) throws IOException {
    var size = view.size();
    if (size == 0) return;
    var answer = timed("fetch_flags", () -> numbered(imap, "FETCH 1:* (UID FLAGS)"));
    view.apply(answer, Numbering.FIXED);
    if (client.share() == 1 && answer.named("FETCH").count() != size)
      throw new Disagreement("FETCH 1:* did not tell of all " + size + " messages once");
    for (var uid : own) {
      if (!view.holds(uid)) throw new Disagreement("the appended message " + uid + " is not there");
    }
  }

  private void fetchEnvelopes(ImapClient imap) throws IOException {
    if (view.size() == 0) return;
    var last = number();
    var first = Math.max(1, last - MOST_ENVELOPES + 1);
    var items = "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)";
    var command = "FETCH " + first + ":" + last + " " + items;
    var answer = timed("fetch_envelopes", () -> numbered(imap, command));
    view.apply(answer, Numbering.FIXED);
  }

  private void fetchBody(ImapClient imap) throws IOException {
    if (view.size() == 0) return;
    var command = "FETCH " + number() + " (UID RFC822.SIZE BODY.PEEK[])";
    view.apply(timed("fetch_body", () -> numbered(imap, command)), Numbering.FIXED);
  }

  private void store(ImapClient imap) throws IOException {
    if (view.size() == 0) return;
    var number = number();
    var set = random.nextBoolean();
    view.storing(number, set);
    var command =
        "STORE %d %sFLAGS (\\Seen %s)".formatted(number, set ? "+" : "-", client.keyword());
    var answer = timed("store", () -> numbered(imap, command));
    view.apply(answer, Numbering.FIXED);
    if (!answer.isOk()) view.message(number).forget();
  }

  private void search(ImapClient imap) throws IOException {
    var key =
        switch (random.nextInt(3)) {
          case 0 -> "UNSEEN";
          case 1 -> "SUBJECT " + LoadMail.COMMON_WORD;
          default -> "KEYWORD " + client.keyword();
        };
    var answer = timed("search", () -> imap.ok("SEARCH " + key));
    view.apply(answer, Numbering.FIXED);
    var found = view.found(answer);
    if (key.startsWith("KEYWORD")) view.foundByKeyword(found);
  }

  private void append(ImapClient imap) throws IOException {
    var message = LoadMail.message(client.user(), client.messageSize(), random);
    var answer = timed("append", () -> imap.append(MAILBOX, "(\\Seen)", message).ok());
    view.apply(answer, Numbering.MAY_SHRINK);
    own.add(Long.parseLong(answer.needed("APPENDUID").split(" ", -1)[1]));
    view.apply(timed("noop", () -> imap.ok("NOOP")), Numbering.MAY_SHRINK);
  }

  private void expunge(ImapClient imap) throws IOException {
    var numbers = view.numbers(own).stream().limit(MOST_EXPUNGED).toList();
    if (numbers.isEmpty()) return;
    var marked = numbers.stream().map(view::message).toList();
    marked.forEach(message -> own.remove(message.uid()));
    var set = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    var command = "STORE " + set + " +FLAGS.SILENT (\\Deleted)";
    var answer = timed("store", () -> numbered(imap, command));
    view.apply(answer, Numbering.FIXED);
    if (!answer.isOk()) return;
    view.apply(timed("expunge", () -> imap.ok("EXPUNGE")), Numbering.MAY_SHRINK);
    for (var message : marked) {
      if (view.holds(message)) throw new Disagreement("EXPUNGE left " + message.uid());
    }
  }

  private int number() {
    return 1 + random.nextInt(view.size());
  }

  private interface Sending {
    ImapAnswer send() throws IOException;
  }

  /// A command with message numbers. Where others use the mailbox, too, it may be refused because
  /// they have expunged one of the messages (RFC 2180 §4.1, RFC 5530).
  private ImapAnswer numbered(ImapClient imap, String command) throws IOException {
    var answer = imap.command(command);
    var isGone = client.share() > 1 && answer.text().startsWith("[EXPUNGEISSUED]");
    if (!answer.isOk() && !isGone)
      throw new BadAnswer(command + " -> " + answer.status() + " " + answer.text());
    return answer;
  }

  private ImapAnswer timed(String command, Sending sending) throws IOException {
    var start = System.nanoTime();
    var answer = sending.send();
    var kept = latencies.get(command);
    if (kept != null) kept.add(System.nanoTime() - start);
    return answer;
  }
}

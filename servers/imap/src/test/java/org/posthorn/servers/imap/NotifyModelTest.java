package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;

/// A client that only listens knows, after whatever others have done meanwhile, exactly what is in
/// its mailbox (RFC 5465 §1).
class NotifyModelTest {

  private static final int CHANGES = 300;
  private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) ([A-Z]+).*");
  private static final Pattern UID = Pattern.compile(".*\\(UID (\\d+).*");

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

  /// What the client was told: UIDs by message number, 0 for those that it was not told yet.
  private final List<Integer> model = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"selected", "selected-delayed"})
  void a_client_that_listens_knows_its_mailbox(String which) throws Exception {
    try (var client = RawClient.loggedIn(house)) {
      client.command("a SELECT INBOX");
      var events = "(MessageNew (UID) MessageExpunge FlagChange)";
      client.command("b NOTIFY SET (" + which + " " + events + ")");
      var changing = Thread.ofVirtual().start(this::change);
      for (int i = 0; changing.isAlive(); i++) hear(client.command("c" + i + " NOOP"));
      changing.join();
      // What is told between commands has come before the answer to this one, or with it.
      hear(client.command("d NOOP"));
      hear(client.command("e NOOP"));
      var found = client.command("f UID SEARCH RETURN (ALL) ALL");
      assertThat(found).contains(model.isEmpty() ? "UID\n" : "UID ALL " + ranges() + "\n");
    }
  }

  private void hear(String answer) {
    for (var line : answer.split("\n", -1)) {
      var numbered = NUMBERED.matcher(line);
      if (!numbered.matches()) continue;
      int number = Integer.parseInt(numbered.group(1));
      switch (numbered.group(2)) {
        case "EXISTS" -> {
          assertThat(number).isGreaterThan(model.size());
          while (model.size() < number) model.add(0);
        }
        case "EXPUNGE" -> model.remove(/* index */ number - 1);
        case "FETCH" -> fetched(number, line);
        default -> assertThat(line).contains("RECENT");
      }
    }
  }

  private void fetched(int number, String line) {
    var uid = UID.matcher(line);
    assertThat(uid.matches()).as(line).isTrue();
    int told = Integer.parseInt(uid.group(1));
    int known = model.get(number - 1);
    if (known != 0) assertThat(told).as(line).isEqualTo(known);
    model.set(number - 1, told);
  }

  private String ranges() {
    var text = new StringBuilder();
    for (int i = 0; i < model.size(); i++) {
      int end = i;
      while (end + 1 < model.size() && model.get(end + 1) == model.get(end) + 1) end++;
      if (!text.isEmpty()) text.append(',');
      text.append(model.get(i));
      if (end > i) text.append(':').append(model.get(end));
      i = end;
    }
    return text.toString();
  }

  /// Messages come, get flags, and go.
  private void change() {
    var random = new Random(5465);
    var romeo = house.mailAccount("romeo");
    var messages = house.mail().messages();
    var inbox = new Where(romeo, house.mail().mailboxes().inbox(romeo).id());
    for (int i = 0; i < CHANGES; i++) {
      var now = Objects.requireNonNull(messages.snapshot(inbox));
      int action = now.size() == 0 ? 0 : random.nextInt(4);
      if (action < 2) {
        deliver(i);
        continue;
      }
      var uids = Uids.of(now.uid(random.nextInt(now.size())));
      if (action == 2) messages.destroy(inbox, uids);
      else messages.storeFlags(inbox, uids, new FlagEdit(FlagChange.ADD, flagged(random)));
    }
  }

  private static Flags flagged(Random random) {
    var all = SystemFlag.values();
    return Flags.of(all[random.nextInt(all.length)]);
  }

  private void deliver(int number) {
    try {
      house.deliver("romeo", ("Subject: " + number + "\r\n\r\nx\r\n").getBytes(US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

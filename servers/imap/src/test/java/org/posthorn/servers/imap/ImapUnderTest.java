package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.posthorn.domain.directory.Quota;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Endpoint;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// The IMAP server for transcripts. Every session logs in as romeo, one named `juliet` as juliet.
///
/// Settings: `state:` `connected` (nothing said yet, not even read), `login` (the default) or
/// `selected` (INBOX); `inbox:` names of [Mails] to put there first; `quota:` octets and messages;
/// `append-limit:` octets; `connections:` per account.
final class ImapUnderTest implements ServerUnderTest {

  private static final Set<String> SETTINGS =
      Set.of("state", "inbox", "quota", "append-limit", "connections", "shared", "shared-inbox");

  private final TestHouse house;

  ImapUnderTest(TestHouse house) {
    this.house = house;
  }

  @Override
  public Running start(Scenario scenario, Mode mode) throws IOException {
    for (var key : scenario.settings().keySet())
      if (!SETTINGS.contains(key)) throw new IllegalArgumentException("setting " + key);
    house.reset();
    for (var name : scenario.setting("inbox", "").split(" ", -1))
      if (!name.isEmpty()) house.deliver("romeo", Mails.named(name));
    // `seen` of the shared mailbox info@, and what Juliet may do there; Romeo is a full member.
    var shared = scenario.setting("shared", "");
    if (!shared.isEmpty()) house.share(shared.split(" ", 2)[0], shared.split(" ", 2)[1]);
    for (var name : scenario.setting("shared-inbox", "").split(" ", -1))
      if (!name.isEmpty()) house.deliver("info", Mails.named(name));
    var quota = scenario.setting("quota", "0 0").split(" ", 2);
    house.quota("romeo", new Quota(Long.parseLong(quota[0]), Long.parseLong(quota[1])));
    var config = TestHouse.CONFIG;
    var limit = scenario.setting("append-limit", "");
    if (!limit.isEmpty()) config = config.withAppendLimit(Long.parseLong(limit));
    var connections = scenario.setting("connections", "");
    if (!connections.isEmpty())
      config = config.withConnectionsPerAccount(Integer.parseInt(connections));
    house.configure(config);
    return new Run(scenario.setting("state", "login"));
  }

  private final class Run implements Running {
    private final String state;

    Run(String state) {
      this.state = state;
    }

    @Override
    public Endpoint endpoint(String session) {
      return Endpoint.local(Dialect.IMAP, house.plainPort(), house.tlsPort());
    }

    @Override
    public Map<String, String> variables() {
      return Map.of(
          "user", "romeo@example.test",
          "juliet", "juliet@example.test",
          "password", TestHouse.PASSWORD);
    }

    @Override
    public String prelude(String session) {
      var user = session.equals("juliet") ? "$juliet" : "$user";
      var login = "S: * OK *\nC: p1 LOGIN " + user + " $password\nS: p1 OK *\n";
      var select = "C: p2 SELECT INBOX\nS? * *\nS: p2 OK *\n";
      return switch (state) {
        case "connected" -> "";
        case "login" -> login;
        case "selected" -> login + select;
        default -> throw new IllegalArgumentException("state " + state);
      };
    }
  }
}

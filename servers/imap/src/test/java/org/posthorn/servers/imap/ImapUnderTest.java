package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Set;
import org.posthorn.domain.directory.Quota;
import org.posthorn.testing.serverkit.HouseRun;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// The IMAP server for transcripts. Every session logs in as romeo, one named `juliet` as juliet.
///
/// Settings: `state:` `connected` (nothing said yet, not even read), `login` (the default) or
/// `selected` (INBOX); `inbox:` names of [Mails] to put there first; `quota:` octets and messages;
/// `append-limit:` octets; `connections:` per account; `referral:` `moved` or `advised` and a host,
/// for romeo; `script:` the name by which romeo has [#SCRIPT].
final class ImapUnderTest implements ServerUnderTest {

  private static final Set<String> SETTINGS =
      Set.of(
          "state",
          "inbox",
          "quota",
          "append-limit",
          "connections",
          "shared",
          "shared-inbox",
          "referral",
          "script");

  /// Notes why it was run by flags, and has copies of what is flagged.
  private static final String SCRIPT =
      """
      require ["imapsieve", "environment", "imap4flags", "variables", "fileinto", "copy"];
      if environment :matches "imap.cause" "*" { set "cause" "${1}"; }
      if environment :contains "imap.changedflags" "\\\\Flagged" { fileinto :copy "Archive"; stop; }
      addflag "by-${cause}";
      if environment :contains "imap.changedflags" "\\\\Answered" { discard; }
      """;

  private final TestHouse house;

  ImapUnderTest(TestHouse house) {
    this.house = house;
  }

  @Override
  public Running start(Scenario scenario, Mode mode) throws IOException {
    HouseRun.check(scenario, SETTINGS);
    house.reset();
    house.deliverNamed("romeo", scenario.setting("inbox", ""));
    // `seen` of the shared mailbox info@, and what Juliet may do there; Romeo is a full member.
    var shared = scenario.setting("shared", "");
    if (!shared.isEmpty()) house.share(shared.split(" ", 2)[0], shared.split(" ", 2)[1]);
    house.deliverNamed("info", scenario.setting("shared-inbox", ""));
    house.refer("romeo", scenario.setting("referral", ""));
    var quota = scenario.setting("quota", "0 0").split(" ", 2);
    house.quota("romeo", new Quota(Long.parseLong(quota[0]), Long.parseLong(quota[1])));
    var config = TestHouse.CONFIG;
    var limit = scenario.setting("append-limit", "");
    if (!limit.isEmpty()) config = config.withAppendLimit(Long.parseLong(limit));
    var connections = scenario.setting("connections", "");
    if (!connections.isEmpty())
      config = config.withConnectionsPerAccount(Integer.parseInt(connections));
    var script = scenario.setting("script", "");
    if (script.isEmpty()) house.configure(config);
    else house.script(config, script, SCRIPT);
    var state = scenario.setting("state", "login");
    return new HouseRun(house, Dialect.IMAP, user -> prelude(state, user));
  }

  private static String prelude(String state, String user) {
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

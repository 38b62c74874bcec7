package org.posthorn.servers.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.posthorn.domain.filters.ScriptOutcome;
import org.posthorn.testing.serverkit.HouseRun;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// The ManageSieve server for transcripts. Every session logs in as romeo, one named `juliet` as
/// juliet.
///
/// Settings: `state:` `connected` (nothing said yet, not even read) or `login` (the default);
/// `scripts:` names of scripts that say `keep;`, the one with a star active; `connections:` per
/// account; `referral:` `moved` and a host, for romeo.
final class ManageSieveUnderTest implements ServerUnderTest {

  private static final Set<String> SETTINGS = Set.of("state", "scripts", "connections", "referral");

  private final TestHouse house;

  ManageSieveUnderTest(TestHouse house) {
    this.house = house;
  }

  @Override
  public Running start(Scenario scenario, Mode mode) {
    HouseRun.check(scenario, SETTINGS);
    house.reset();
    for (var word : scenario.setting("scripts", "").split(" ", -1)) put(word);
    var connections = scenario.setting("connections", "");
    if (!connections.isEmpty())
      house.configure(TestHouse.CONFIG.withConnectionsPerAccount(Integer.parseInt(connections)));
    house.refer("romeo", scenario.setting("referral", ""));
    var state = scenario.setting("state", "login");
    return new HouseRun(house, Dialect.MANAGESIEVE, user -> prelude(state, user));
  }

  private void put(String word) {
    if (word.isEmpty()) return;
    var name = word.replace("*", "");
    var account = house.mailAccount("romeo");
    var done = house.scripts().put(account, name, "keep;\r\n".getBytes(UTF_8));
    if (!(done instanceof ScriptOutcome.Done)) throw new IllegalStateException(done.inWords());
    if (word.endsWith("*")) house.scripts().activate(account, name);
  }

  private static String prelude(String state, String user) {
    return switch (state) {
      case "connected" -> "";
      case "login" ->
          "S? \"*\nS: OK *\nC: AUTHENTICATE \"PLAIN\" \"${base64:\\0"
              + user
              + "\\0$password}\"\nS: OK *\n";
      default -> throw new IllegalArgumentException("state " + state);
    };
  }
}

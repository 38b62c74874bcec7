package org.posthorn.servers.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;
import org.posthorn.domain.filters.ScriptOutcome;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Endpoint;
import org.posthorn.testing.testkit.Mode;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// The ManageSieve server for transcripts. Every session logs in as romeo, one named `juliet` as
/// juliet.
///
/// Settings: `state:` `connected` (nothing said yet, not even read) or `login` (the default);
/// `scripts:` names of scripts that say `keep;`, the one with a star active; `connections:` per
/// account.
final class ManageSieveUnderTest implements ServerUnderTest {

  private static final Set<String> SETTINGS = Set.of("state", "scripts", "connections");

  private final TestHouse house;

  ManageSieveUnderTest(TestHouse house) {
    this.house = house;
  }

  @Override
  public Running start(Scenario scenario, Mode mode) {
    for (var key : scenario.settings().keySet())
      if (!SETTINGS.contains(key)) throw new IllegalArgumentException("setting " + key);
    house.reset();
    for (var word : scenario.setting("scripts", "").split(" ", -1)) put(word);
    var connections = scenario.setting("connections", "");
    if (!connections.isEmpty())
      house.configure(TestHouse.CONFIG.withConnectionsPerAccount(Integer.parseInt(connections)));
    return new Run(scenario.setting("state", "login"));
  }

  private void put(String word) {
    if (word.isEmpty()) return;
    var name = word.replace("*", "");
    var account = house.mailAccount("romeo");
    var done = house.scripts().put(account, name, "keep;\r\n".getBytes(UTF_8));
    if (!(done instanceof ScriptOutcome.Done)) throw new IllegalStateException(done.inWords());
    if (word.endsWith("*")) house.scripts().activate(account, name);
  }

  private final class Run implements Running {
    private final String state;

    Run(String state) {
      this.state = state;
    }

    @Override
    public Endpoint endpoint(String session) {
      return Endpoint.local(Dialect.MANAGESIEVE, house.plainPort(), house.tlsPort());
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
}

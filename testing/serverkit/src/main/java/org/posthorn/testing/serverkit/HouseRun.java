package org.posthorn.testing.serverkit;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.posthorn.testing.testkit.Dialect;
import org.posthorn.testing.testkit.Endpoint;
import org.posthorn.testing.testkit.Scenario;
import org.posthorn.testing.testkit.ServerUnderTest;

/// A run of a transcript in a house. Every session is romeo's, one named `juliet` is juliet's; both
/// have the same `$password`.
///
/// @param prelude what is played before a session of `$user` or `$juliet`
public record HouseRun(ServerHouse house, Dialect dialect, UnaryOperator<String> prelude)
    implements ServerUnderTest.Running {

  /// Refuses a scenario with a setting that is not among these.
  public static void check(Scenario scenario, Set<String> settings) {
    for (var key : scenario.settings().keySet())
      if (!settings.contains(key)) throw new IllegalArgumentException("setting " + key);
  }

  @Override
  public Endpoint endpoint(String session) {
    return Endpoint.local(dialect, house.plainPort(), house.tlsPort());
  }

  @Override
  public Map<String, String> variables() {
    return Map.of(
        "user", "romeo@example.test",
        "juliet", "juliet@example.test",
        "password", ServerHouse.PASSWORD);
  }

  @Override
  public String prelude(String session) {
    return prelude.apply(session.equals("juliet") ? "$juliet" : "$user");
  }
}

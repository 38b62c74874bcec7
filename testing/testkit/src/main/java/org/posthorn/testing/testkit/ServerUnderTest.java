package org.posthorn.testing.testkit;

import java.io.IOException;
import java.util.Map;

/// What a module's test gives the transcript engine: a server that can be put into a fresh state
/// for each scenario.
public interface ServerUnderTest {
  /// Prepares a fresh state for one run of one scenario. Reads what it needs from
  /// [Scenario#settings()] and should refuse a setting that it does not know.
  Running start(Scenario scenario, Mode mode) throws Exception;

  /// A server that is ready for one run; closed after it, also when it failed.
  interface Running extends AutoCloseable {
    /// Where the named session connects.
    Endpoint endpoint(String session);

    /// What `$domain`, `$user`, `$password` and the like stand for.
    default Map<String, String> variables() {
      return Map.of();
    }

    /// Transcript lines (`C:`, `S:`, without session names) that are played for a session right
    /// after each connect, before its own lines: greeting, login, selecting a mailbox.
    default String prelude(String session) {
      return "";
    }

    /// Checks what the scenario left behind; called after the last line of a run that went well.
    default void finished() throws Exception {}

    @Override
    default void close() throws IOException {}
  }
}

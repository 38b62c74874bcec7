package org.posthorn.wire.sieve;

import java.util.List;
import java.util.Set;

/// A compiled script with all that it includes. Immutable: it may be kept and run by many threads.
public final class Script {

  private final ScriptName name;

  Script(ScriptName name) {
    this.name = name;
  }

  public ScriptName name() {
    return name;
  }

  /// The extensions that it requires or may use.
  public Set<Extension> extensions() {
    return Set.of();
  }

  /// The scripts that were looked for, found or not: when one of them changes, compile again.
  public List<ScriptName> includes() {
    return List.of();
  }

  /// Whether to write down what is done; costs time and memory.
  public enum Tracing {
    OFF,
    ON
  }

  /// Runs it over a message. Nothing is thrown but what the message's source and `Outside` throw:
  /// their failures are not the script's, and the delivery is to be tried again.
  public Outcome run(Facts facts, SieveLimits limits, Tracing tracing) {
    throw new UnsupportedOperationException(name + " " + facts + limits + tracing);
  }
}

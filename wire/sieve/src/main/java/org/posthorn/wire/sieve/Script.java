package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled script with all that it includes. Immutable: it may be kept and run by many threads.
public final class Script {

  /// What the name of a script stands for.
  sealed interface Included {
    record Found(ScriptUnit unit) implements Included {}

    record Missing() implements Included {}

    /// It cannot be run.
    ///
    /// @param text why
    record Broken(String text) implements Included {}
  }

  /// Whether to write down what is done; costs time and memory.
  public enum Tracing {
    OFF,
    ON
  }

  private final ScriptUnit main;
  private final Map<ScriptName, Included> included;
  private final boolean mayReject;

  Script(ScriptUnit main, Map<ScriptName, Included> included) {
    this.main = main;
    this.included = Map.copyOf(included);
    this.mayReject =
        included.values().stream()
            .anyMatch(it -> it instanceof Included.Found(var unit) && rejects(unit.commands()));
  }

  /// Whether it requires nothing that is for new mail alone (RFC 6785 §3.11).
  public boolean isForImapEvents() {
    return Collections.disjoint(extensions(), Extension.NOT_FOR_IMAP_EVENTS);
  }

  /// `reject` or `ereject` (RFC 5429) anywhere in it or in what it includes: whether it can refuse
  /// a message at all.
  public boolean mayReject() {
    return mayReject;
  }

  private static boolean rejects(List<Command> commands) {
    return commands.stream().anyMatch(Script::rejects);
  }

  private static boolean rejects(Command command) {
    return switch (command) {
      case Command.Step step -> step instanceof RejectCommand;
      case Command.If choice -> choice.branches().stream().anyMatch(it -> rejects(it.block()));
      case Command.ForEveryPart loop -> rejects(loop.block());
      case Command.Conditional conditional -> rejects(conditional.command());
      case Command.Stop _,
          Command.Return _,
          Command.Include _,
          Command.Break _,
          Command.Fail _,
          Command.Faulty _ ->
          false;
    };
  }

  public ScriptName name() {
    return main.name();
  }

  /// The extensions that it and the scripts that it includes require.
  public Set<Extension> extensions() {
    var all = EnumSet.noneOf(Extension.class);
    for (var each : included.values())
      if (each instanceof Included.Found found) all.addAll(found.unit.required());
    return Set.copyOf(all);
  }

  /// The scripts that were looked for, found or not: when one of them changes, compile again.
  public List<ScriptName> includes() {
    return included.keySet().stream().filter(each -> !each.equals(name())).toList();
  }

  /// Runs it over a message.
  ///
  /// What is thrown is thrown by the message's source or by `Outside`: their failures are not the
  /// script's, and the delivery is to be tried again.
  public Outcome run(Facts facts, SieveLimits limits, Tracing tracing) throws IOException {
    return new Execution(this, facts, limits, tracing).run();
  }

  ScriptUnit main() {
    return main;
  }

  @Nullable Included included(ScriptName script) {
    return included.get(script);
  }
}

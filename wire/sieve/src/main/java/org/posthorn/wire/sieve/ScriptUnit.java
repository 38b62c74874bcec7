package org.posthorn.wire.sieve;

import java.util.List;
import java.util.Set;

/// One checked script without those that it includes.
record ScriptUnit(ScriptName name, List<Command> commands, Set<Extension> required) {
  ScriptUnit {
    commands = List.copyOf(commands);
    required = Set.copyOf(required);
  }
}

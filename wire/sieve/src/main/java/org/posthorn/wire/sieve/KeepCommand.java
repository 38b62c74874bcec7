package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `keep` (RFC 5228 §4.3, RFC 5232 §5).
record KeepCommand(Position at, @Nullable List<Template> flags) implements Command.Step {

  static KeepCommand of(Arguments arguments) throws CheckFailed {
    return new KeepCommand(arguments.at(), arguments.stringsTag("flags", Extension.IMAP4FLAGS));
  }

  @Override
  public void run(Execution execution) {
    execution
        .actions()
        .add(new Action.Keep(at, false, execution.keptFlags(flags), execution.keptMessage()));
    execution.trace(TraceStep.Kind.ACTION, "keep");
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `global` (RFC 6609 §3.4.1).
record GlobalCommand(Position at, List<String> names) implements Command.Step {

  static GlobalCommand of(Arguments arguments) throws CheckFailed {
    arguments.checker().need(arguments.at(), "\"global\"", Extension.VARIABLES);
    var names = new ArrayList<String>();
    for (var text : arguments.strings("the names of variables")) {
      var name = arguments.constant(text, "the name of a variable").toLowerCase(Locale.ROOT);
      if (!Template.isVariableName(name))
        throw CheckFailed.of(
            text.at(), "\"" + text.source() + "\" cannot be the name of a variable");
      if (arguments.checker().isSetSeen(name))
        throw CheckFailed.of(
            text.at(), "\"" + name + "\" is set before it is declared with \"global\"");
      names.add(name);
    }
    return new GlobalCommand(arguments.at(), List.copyOf(names));
  }

  @Override
  public void run(Execution execution) {
    names.forEach(execution.variables()::share);
    execution.trace(TraceStep.Kind.COMMAND, "global " + String.join(", ", names));
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `setflag`, `addflag` and `removeflag` (RFC 5232 §3).
///
/// @param variable null for the internal one
record FlagCommand(Position at, Kind kind, @Nullable VariableName variable, List<Template> flags)
    implements Command.Step {

  enum Kind {
    SETFLAG,
    ADDFLAG,
    REMOVEFLAG
  }

  static FlagCommand of(Arguments arguments) throws CheckFailed {
    var kind = Kind.valueOf(arguments.name().toUpperCase(Locale.ROOT));
    VariableName variable = null;
    if (arguments.count() > 1) {
      arguments.checker().need(arguments.at(), "a variable of flags", Extension.VARIABLES);
      variable = VariableName.of(arguments, arguments.string("the name of a variable"));
    }
    return new FlagCommand(arguments.at(), kind, variable, arguments.strings("the flags"));
  }

  @Override
  public void run(Execution execution) {
    var given = FlagSet.flagsOf(execution.expand(flags));
    var before =
        variable == null
            ? execution.flags().flags()
            : FlagSet.flagsOf(List.of(execution.variables().value(variable)));
    var after =
        switch (kind) {
          case SETFLAG -> given;
          case ADDFLAG -> {
            var both = new ArrayList<>(before);
            both.addAll(given);
            yield FlagSet.flagsOf(both);
          }
          case REMOVEFLAG -> FlagSet.without(before, given);
        };
    if (variable == null) execution.flags().set(after);
    else execution.variables().set(variable, String.join(" ", after));
    if (execution.isTracing())
      execution.trace(
          TraceStep.Kind.ACTION,
          "flags" + (variable == null ? "" : " in " + variable.name()) + " are now " + after);
  }
}

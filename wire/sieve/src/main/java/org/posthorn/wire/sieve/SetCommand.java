package org.posthorn.wire.sieve;

/// `set` (RFC 5229 §4).
record SetCommand(Position at, Modifiers modifiers, VariableName name, Template value)
    implements Command.Step {

  static SetCommand of(Arguments arguments) throws CheckFailed {
    var modifiers = Modifiers.of(arguments);
    var name = VariableName.of(arguments, arguments.string("the name of a variable"));
    return new SetCommand(arguments.at(), modifiers, name, arguments.string("the value"));
  }

  @Override
  public void run(Execution execution) {
    var text = modifiers.apply(execution.expand(value));
    execution.variables().set(name, text);
    execution.trace(TraceStep.Kind.ACTION, "set " + name.name() + " to " + Execution.quoted(text));
  }
}

package org.posthorn.wire.sieve;

/// `discard` (RFC 5228 §4.4).
record DiscardCommand(Position at) implements Command.Step {

  static DiscardCommand of(Arguments arguments) {
    return new DiscardCommand(arguments.at());
  }

  @Override
  public void run(Execution execution) {
    execution.actions().add(new Action.Discard(at));
    execution.trace(TraceStep.Kind.ACTION, "discard");
  }
}

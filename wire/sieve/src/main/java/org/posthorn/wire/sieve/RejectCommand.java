package org.posthorn.wire.sieve;

/// `reject` and `ereject` (RFC 5429).
///
/// @param protocolOnly `ereject`
record RejectCommand(Position at, boolean protocolOnly, Template reason) implements Command.Step {

  static RejectCommand of(Arguments arguments) throws CheckFailed {
    boolean ereject = arguments.name().equals("ereject");
    return new RejectCommand(arguments.at(), ereject, arguments.string("the reason"));
  }

  @Override
  public void run(Execution execution) {
    var text = execution.expand(reason);
    // RFC 5429 §2.4, RFC 5293 §7: of edits the sender learns nothing
    var original = execution.facts().message();
    execution.actions().add(new Action.Reject(at, text, protocolOnly, original));
    execution.trace(
        TraceStep.Kind.ACTION, (protocolOnly ? "ereject " : "reject ") + Execution.quoted(text));
  }
}

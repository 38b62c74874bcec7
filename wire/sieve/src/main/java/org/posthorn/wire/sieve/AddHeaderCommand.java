package org.posthorn.wire.sieve;

import java.io.IOException;

/// `addheader` (RFC 5293 §4).
record AddHeaderCommand(Position at, boolean last, Template name, Template value)
    implements Command.Step {

  static AddHeaderCommand of(Arguments arguments) throws CheckFailed {
    boolean last = arguments.flag("last");
    var name = HeaderNames.checked(arguments.string("the name of a header field"));
    return new AddHeaderCommand(arguments.at(), last, name, arguments.string("the value"));
  }

  @Override
  public void run(Execution execution) throws IOException {
    var field = HeaderNames.expanded(execution, name);
    var text = execution.expand(value);
    boolean done = execution.edits().addField(field, text, last);
    execution.trace(
        TraceStep.Kind.ACTION,
        done ? "addheader " + field + ": " + Execution.quoted(text) : field + " cannot be added");
  }
}

package org.posthorn.wire.sieve;

import java.util.List;

/// `valid_notify_method` (RFC 5435 §4): all of the methods.
record ValidNotifyMethodTest(Position at, List<Template> methods) implements Test.Question {

  static ValidNotifyMethodTest of(Arguments arguments) throws CheckFailed {
    return new ValidNotifyMethodTest(arguments.at(), arguments.strings("the notification URIs"));
  }

  @Override
  public boolean holds(Execution execution) {
    for (var uri : execution.expand(methods)) {
      var schemes = execution.outside().notifySchemes();
      try {
        var _ = NotifyUri.parse(uri, schemes);
        execution.trace(TraceStep.Kind.COMPARISON, Execution.quoted(uri) + " is valid");
      } catch (NotifyUri.Invalid e) {
        execution.trace(TraceStep.Kind.COMPARISON, Execution.quoted(uri) + ": " + e.text());
        return false;
      }
    }
    return true;
  }
}

package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;

/// `exists` (RFC 5228 §5.5, RFC 5703 §4.3): all of the fields, each in any of the parts.
record ExistsTest(Position at, HeaderTarget target, List<Template> names) implements Test.Question {

  static ExistsTest of(Arguments arguments) throws CheckFailed {
    var target = HeaderTarget.of(arguments);
    return new ExistsTest(arguments.at(), target, arguments.strings("the names of header fields"));
  }

  @Override
  public boolean holds(Execution execution) throws IOException {
    var headers = target.headers(execution);
    for (var name : execution.expand(names)) {
      execution.work().spend(headers.size());
      boolean found = headers.stream().anyMatch(each -> each.has(name));
      execution.trace(
          TraceStep.Kind.COMPARISON,
          Execution.quoted(name) + (found ? " is there" : " is not there"));
      if (!found) return false;
    }
    return true;
  }
}

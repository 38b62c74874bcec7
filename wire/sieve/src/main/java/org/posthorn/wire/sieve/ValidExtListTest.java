package org.posthorn.wire.sieve;

import java.util.List;

/// `valid_ext_list` (RFC 6134 §2.7): all of the lists.
record ValidExtListTest(Position at, List<Template> lists) implements Test.Question {

  static ValidExtListTest of(Arguments arguments) throws CheckFailed {
    return new ValidExtListTest(arguments.at(), arguments.strings("the names of lists"));
  }

  @Override
  public boolean holds(Execution execution) {
    for (var name : execution.expand(lists)) {
      var uri = ListName.uri(name);
      boolean valid = uri != null && execution.outside().listExists(uri);
      execution.trace(
          TraceStep.Kind.COMPARISON,
          Execution.quoted(name) + (valid ? " can be asked" : " cannot be asked"));
      if (!valid) return false;
    }
    return true;
  }
}

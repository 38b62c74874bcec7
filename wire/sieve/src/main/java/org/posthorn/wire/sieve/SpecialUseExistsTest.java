package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `specialuse_exists` (RFC 8579 §3): all of the attributes.
record SpecialUseExistsTest(Position at, @Nullable Template mailbox, List<Template> attributes)
    implements Test.Question {

  static SpecialUseExistsTest of(Arguments arguments) throws CheckFailed {
    var mailbox = arguments.count() > 1 ? arguments.string("the mailbox") : null;
    return new SpecialUseExistsTest(
        arguments.at(), mailbox, arguments.strings("the special-use attributes"));
  }

  @Override
  public boolean holds(Execution execution) {
    var name = execution.expandOrNull(mailbox);
    for (var attribute : execution.expand(attributes)) {
      boolean exists = execution.outside().specialUseExists(name, attribute);
      execution.trace(
          TraceStep.Kind.COMPARISON,
          Execution.quoted(attribute) + (exists ? " exists" : " does not exist"));
      if (!exists) return false;
    }
    return true;
  }
}

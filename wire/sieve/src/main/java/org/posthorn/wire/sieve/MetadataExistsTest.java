package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `metadataexists` and `servermetadataexists` (RFC 5490 §3.4, §4.2): all of the annotations.
///
/// @param mailbox null for the server
record MetadataExistsTest(Position at, @Nullable Template mailbox, List<Template> annotations)
    implements Test.Question {

  static MetadataExistsTest of(Arguments arguments) throws CheckFailed {
    var mailbox =
        arguments.name().equals("metadataexists") ? arguments.string("the mailbox") : null;
    return new MetadataExistsTest(
        arguments.at(), mailbox, arguments.strings("the names of annotations"));
  }

  @Override
  public boolean holds(Execution execution) {
    for (var annotation : execution.expand(annotations)) {
      boolean exists = MetadataTest.value(execution, mailbox, annotation) != null;
      execution.trace(
          TraceStep.Kind.COMPARISON,
          Execution.quoted(annotation) + (exists ? " exists" : " does not exist"));
      if (!exists) return false;
    }
    return true;
  }
}

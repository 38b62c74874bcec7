package org.posthorn.wire.sieve;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `enclose` (RFC 5703 §6): the message becomes an attachment of a new one.
///
/// @param fields the names of those that the new message takes over
record EncloseCommand(Position at, @Nullable Template subject, List<Template> fields, Template text)
    implements Command.Step {

  static EncloseCommand of(Arguments arguments) throws CheckFailed {
    var subject = arguments.stringTag("subject");
    var fields = arguments.stringsTag("headers");
    var text = arguments.string("the text");
    return new EncloseCommand(arguments.at(), subject, fields == null ? List.of() : fields, text);
  }

  @Override
  public void run(Execution execution) throws IOException {
    var written = execution.expand(text);
    execution
        .edits()
        .enclose(
            MimeEntity.plain(written), execution.expandOrNull(subject), execution.expand(fields));
    execution.trace(TraceStep.Kind.ACTION, "enclose with " + Execution.quoted(written));
  }
}

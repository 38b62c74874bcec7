package org.posthorn.wire.sieve;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `replace` (RFC 5703 §5): the part of the loop around it, or the whole message.
record ReplaceCommand(
    Position at,
    boolean mime,
    @Nullable Template subject,
    @Nullable Template from,
    Template replacement)
    implements Command.Step {

  static ReplaceCommand of(Arguments arguments) throws CheckFailed {
    boolean mime = arguments.flag("mime");
    var subject = arguments.stringTag("subject");
    var from = arguments.stringTag("from");
    SieveAddress.checkFrom(from);
    if (mime && (subject != null || from != null))
      throw arguments.fail(":mime and :subject or :from exclude each other (RFC 5703 §5)");
    var replacement = arguments.string("the replacement");
    var fault = mime && replacement.isConstant() ? MimeEntity.fault(replacement.source()) : null;
    if (fault != null) throw CheckFailed.of(replacement.at(), "after :mime " + fault);
    return new ReplaceCommand(arguments.at(), mime, subject, from, replacement);
  }

  @Override
  public void run(Execution execution) throws IOException {
    var text = execution.expand(replacement);
    var fault = mime ? MimeEntity.fault(text) : null;
    if (fault != null) throw new ScriptFault("after :mime " + fault);
    var entity = mime ? MimeEntity.of(text) : MimeEntity.plain(text);
    var current = execution.part();
    var path = current == null ? execution.scope() : current;
    if (path.isWhole()) {
      execution
          .edits()
          .replaceMessage(
              entity, execution.expandOrNull(subject), SieveAddress.from(execution, from));
    } else {
      execution.edits().replacePart(path, entity);
    }
    execution.trace(
        TraceStep.Kind.ACTION, "replace part " + path + " by " + Execution.quoted(text));
  }
}

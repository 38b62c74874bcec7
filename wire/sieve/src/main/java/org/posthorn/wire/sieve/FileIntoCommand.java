package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `fileinto` (RFC 5228 §4.1) with `:copy` (RFC 3894), `:flags` (RFC 5232 §5), and the tags of
/// `MailboxArguments`.
record FileIntoCommand(
    Position at,
    boolean copy,
    @Nullable List<Template> flags,
    MailboxArguments where,
    Template mailbox)
    implements Command.Step {

  static FileIntoCommand of(Arguments arguments) throws CheckFailed {
    boolean copy = arguments.flag("copy", Extension.COPY);
    var flags = arguments.stringsTag("flags", Extension.IMAP4FLAGS);
    var where = MailboxArguments.of(arguments);
    var mailbox = MailboxArguments.name(arguments.string("the mailbox"));
    return new FileIntoCommand(arguments.at(), copy, flags, where, mailbox);
  }

  @Override
  public void run(Execution execution) {
    var destination = where.destination(execution, mailbox);
    var set = execution.keptFlags(flags);
    execution
        .actions()
        .add(new Action.FileInto(at, destination, set, copy, execution.edits().message()));
    execution.trace(
        TraceStep.Kind.ACTION,
        "fileinto "
            + Execution.quoted(destination.name())
            + (set == null ? "" : " with flags " + set));
  }
}

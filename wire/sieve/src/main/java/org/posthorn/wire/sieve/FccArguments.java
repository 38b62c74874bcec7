package org.posthorn.wire.sieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `:fcc` of actions that make a message (RFC 8580).
record FccArguments(Template mailbox, @Nullable List<Template> flags, MailboxArguments where) {

  /// Null when there is none.
  static @Nullable FccArguments of(Arguments arguments) throws CheckFailed {
    var mailbox = arguments.stringTag("fcc", Extension.FCC);
    if (mailbox == null) return null;
    var flags = arguments.stringsTag("flags", Extension.IMAP4FLAGS);
    var where = MailboxArguments.of(arguments);
    return new FccArguments(MailboxArguments.name(mailbox), flags, where);
  }

  static Action.@Nullable FiledCopy copy(@Nullable FccArguments fcc, Execution execution) {
    if (fcc == null) return null;
    var flags = fcc.flags;
    return new Action.FiledCopy(
        fcc.where.destination(execution, fcc.mailbox),
        flags == null ? null : FlagSet.flagsOf(execution.expand(flags)));
  }
}

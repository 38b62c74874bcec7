package org.posthorn.wire.sieve;

import java.util.List;

/// `mailboxexists` (RFC 5490 §3.1) and `mailboxidexists` (RFC 9042 §6): all of them.
record MailboxExistsTest(Position at, boolean byId, List<Template> mailboxes)
    implements Test.Question {

  static MailboxExistsTest of(Arguments arguments) throws CheckFailed {
    boolean byId = arguments.name().equals("mailboxidexists");
    return new MailboxExistsTest(arguments.at(), byId, arguments.strings("the mailboxes"));
  }

  @Override
  public boolean holds(Execution execution) {
    for (var mailbox : execution.expand(mailboxes)) {
      var outside = execution.outside();
      boolean exists = byId ? outside.mailboxIdExists(mailbox) : outside.mailboxExists(mailbox);
      execution.trace(
          TraceStep.Kind.COMPARISON,
          Execution.quoted(mailbox) + (exists ? " exists" : " does not exist"));
      if (!exists) return false;
    }
    return true;
  }
}

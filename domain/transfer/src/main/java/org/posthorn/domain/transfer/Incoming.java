package org.posthorn.domain.transfer;

import java.nio.file.Path;
import java.time.Instant;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.platform.storage.Spool;

/// One message on its way in; its spool is open until it is stored.
///
/// @param file where it comes from, for the report
/// @param uid the one that it keeps; 0 for a new one
record Incoming(
    Path file, Mark mark, Spool spool, NewEmail email, Flags flags, Instant date, int uid) {
  Incoming withoutKeywords() {
    var system = flags.system().toArray(new org.posthorn.domain.mailbox.SystemFlag[0]);
    return new Incoming(file, mark, spool, email, Flags.of(system), date, uid);
  }

  Incoming withNewUid() {
    return new Incoming(file, mark, spool, email, flags, date, 0);
  }
}

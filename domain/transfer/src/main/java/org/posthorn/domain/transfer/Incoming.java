package org.posthorn.domain.transfer;

import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.platform.storage.Spool;

/// One message on its way in; its spool is open until it is stored.
///
/// @param flags those that it gets here, which may be fewer than at its source
/// @param uid the one that it keeps; 0 for a new one
record Incoming(Offer offer, Spool spool, NewEmail email, Flags flags, int uid) {
  Incoming withoutKeywords() {
    var system = flags.system().toArray(new SystemFlag[0]);
    return new Incoming(offer, spool, email, Flags.of(system), uid);
  }

  Incoming withNewUid() {
    return new Incoming(offer, spool, email, flags, 0);
  }
}

package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.sharing.Household;

/// Every mailbox that a session may see.
final class Places {

  private Places() {}

  /// One's own.
  static List<Place> own(ImapSession session, SessionState.Login login) {
    return of(session, login.home());
  }

  /// Those of others.
  static List<Place> ofOthers(ImapSession session, SessionState.Login login) {
    var all = new ArrayList<Place>();
    for (var other : session.services().sharing().others(login.id()))
      all.addAll(of(session, other));
    return all;
  }

  private static List<Place> of(ImapSession session, Household household) {
    var services = session.services();
    var access = services.sharing().access(household);
    var all = new ArrayList<Place>();
    for (var mailbox : services.mail().mailboxes().all(household.account())) {
      var rights = access.rights(mailbox.id());
      var name = Names.name(household, mailbox.path());
      if (rights.has(Right.LOOKUP)) all.add(new Place(household, mailbox, name, rights));
    }
    return all;
  }
}

package org.posthorn.domain.sharing;

import java.util.Map;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.domain.mailbox.MailboxId;

/// What a person may do with the mailboxes of a household, at one moment.
public final class Access {

  private final Household household;
  private final boolean sameDomain;
  private final Map<MailboxId, Map<Grantee, Rights>> given;

  Access(Household household, boolean sameDomain, Map<MailboxId, Map<Grantee, Rights>> given) {
    this.household = household;
    this.sameDomain = sameDomain;
    this.given = given;
  }

  /// His own mailboxes are his. Elsewhere what a mailbox says of him counts before his membership,
  /// and what everybody at the domain may do, he may.
  public Rights rights(MailboxId mailbox) {
    if (household.isOwn()) return Rights.ALL;
    var entries = given.getOrDefault(mailbox, Map.of());
    var his = entries.get(new Grantee.Person(household.person()));
    var rights = his == null ? household.base() : his;
    var everybody = entries.get(new Grantee.Domain());
    return everybody != null && sameDomain ? rights.plus(everybody) : rights;
  }
}

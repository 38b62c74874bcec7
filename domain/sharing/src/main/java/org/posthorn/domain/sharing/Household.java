package org.posthorn.domain.sharing;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailbox.Membership;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.wire.mail.EmailAddress;

/// The mailboxes of one account, as one person comes to them.
///
/// @param person who looks
/// @param membership his, where it is a shared mailbox and he is a member
public record Household(
    Realm realm,
    AccountId person,
    MailAccount account,
    EmailAddress address,
    @Nullable Membership membership) {

  /// A person's own.
  public static Household own(Account account) {
    return new Household(
        Realm.PERSONAL, account.id(), MailAccount.of(account), account.address(), null);
  }

  public boolean isOwn() {
    return realm == Realm.PERSONAL;
  }

  /// What he may do at every mailbox that says nothing else about him.
  Rights base() {
    if (isOwn()) return Rights.ALL;
    return membership == null ? Rights.NONE : membership.rights();
  }

  /// The mailbox with the `\Seen` that he sees there.
  public Where where(MailboxId mailbox) {
    boolean ownSeen = membership != null && membership.seen() == Seen.PRIVATE;
    return new Where(account, mailbox, ownSeen ? person : null);
  }
}

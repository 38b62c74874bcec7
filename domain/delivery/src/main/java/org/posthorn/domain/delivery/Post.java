package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.MailingListId;
import org.posthorn.wire.mail.EmailAddress;

/// A list that a message is for: whom it has here. Those elsewhere are with the recipient's others.
///
/// @param maxOctets of a message
/// @param full members who get nothing, since there is no room in their mailboxes
record Post(
    Form.Posted form,
    MailingListId id,
    long maxOctets,
    List<Account> accounts,
    List<EmailAddress> full) {

  Post {
    accounts = List.copyOf(accounts);
    full = List.copyOf(full);
  }

  /// With room for all.
  Post(Form.Posted form, MailingListId id, long maxOctets, List<Account> accounts) {
    this(form, id, maxOctets, accounts, List.of());
  }
}

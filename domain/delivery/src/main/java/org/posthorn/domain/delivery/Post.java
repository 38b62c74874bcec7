package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.MailingListId;

/// A list that a message is for: whom it has here. Those elsewhere are with the recipient's others.
///
/// @param maxOctets of a message
record Post(Form.Posted form, MailingListId id, long maxOctets, List<Account> accounts) {
  Post {
    accounts = List.copyOf(accounts);
  }
}

package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.MailingListId;
import org.posthorn.wire.mail.EmailAddress;

/// A list that a message is for: whom it has here. Those elsewhere are with the recipient's others.
///
/// @param maxOctets of a message
/// @param full members who get nothing, since there is no room in their mailboxes
/// @param check whether the list has still to say what it says to the message itself
record Post(
    Form.Posted form,
    MailingListId id,
    long maxOctets,
    List<Account> accounts,
    List<EmailAddress> full,
    Check check) {

  /// Of the message, when it is there.
  enum Check {
    DUE,
    DONE
  }

  Post {
    accounts = List.copyOf(accounts);
    full = List.copyOf(full);
  }

  /// With room for all.
  Post(Form.Posted form, MailingListId id, long maxOctets, List<Account> accounts) {
    this(form, id, maxOctets, accounts, List.of(), Check.DUE);
  }

  /// The same without those who have no room.
  Post without(List<Account> roomy, List<EmailAddress> full) {
    return new Post(form, id, maxOctets, roomy, full, check);
  }

  /// The same for what a filter sends to the list, which the list has taken.
  Post sentOn(Form of) {
    var sent = new Form.Posted(form.list(), form.owner(), form.title(), of);
    return new Post(sent, id, maxOctets, accounts, full, Check.DONE);
  }
}

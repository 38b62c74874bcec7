package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.Account;
import org.posthorn.wire.mail.EmailAddress;

/// A recipient that was accepted: the address as it was given, and the accounts that get the
/// message. Only [Delivery#recipient] makes them.
public final class Recipient {

  private final EmailAddress address;
  private final List<Account> accounts;

  Recipient(EmailAddress address, List<Account> accounts) {
    this.address = address;
    this.accounts = List.copyOf(accounts);
  }

  public EmailAddress address() {
    return address;
  }

  List<Account> accounts() {
    return accounts;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}

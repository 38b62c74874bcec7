package org.posthorn.domain.filters;

import java.io.IOException;
import org.posthorn.domain.directory.Account;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.Action.DeliveryOptions;
import org.posthorn.wire.sieve.SieveMessage;

/// Sends what scripts of mailboxes send: there is no delivery that it could go along with.
public interface EventDispatch {

  /// What is submitted in the name of the mailbox's owner (RFC 6785 §3.4).
  record Redirect(Account owner, EmailAddress to, SieveMessage message, DeliveryOptions options) {}

  /// False when nobody takes it.
  ///
  /// @throws IOException when the message cannot be read
  boolean redirect(Redirect redirect) throws IOException;

  /// A message from nobody.
  void answer(Account owner, Filtered.Answer answer) throws IOException;
}

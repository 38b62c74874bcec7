package org.posthorn.domain.filters;

import java.util.List;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.ReversePath;

/// A message that is about to be delivered to an account.
///
/// @param envelope what the transport said; the recipient is the address that led to the account
/// @param sender the reverse-path
/// @param place where the message goes when no script says anything
/// @param message with its trace fields; what it is read from stays open
public record Subject(
    Account account,
    SieveEnvelope envelope,
    ReversePath sender,
    Arrival.Target place,
    SieveMessage message) {

  /// The header field by which a message is known that an account has sent on already.
  public static final String REDIRECTED_FROM = "X-Sieve-Redirected-From";

  boolean wasRedirectedBefore() {
    var own = account.address().key();
    List<String> values = message.headers().values(REDIRECTED_FROM);
    return values.stream().anyMatch(value -> value.strip().equalsIgnoreCase(own));
  }
}

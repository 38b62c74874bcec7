package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.wire.mail.EmailAddress;

/// What became of a message for one recipient.
public sealed interface Delivered {

  /// In every mailbox that the recipient leads to, visible, and in the queue for every address
  /// elsewhere; all of it durable.
  record Taken(List<Copy> copies, List<EmailAddress> queued) implements Delivered {
    public Taken {
      copies = List.copyOf(copies);
      queued = List.copyOf(queued);
    }
  }

  /// Nowhere; nothing was kept for this recipient.
  record Refused(Refusal reason) implements Delivered {}

  /// Nowhere: a filter of the recipient's does not want it.
  ///
  /// @param text of its owner for the sender; anything
  record Rejected(String text) implements Delivered {}

  /// The message in one account.
  record Copy(AccountId account, Placed.Stored place) {}
}

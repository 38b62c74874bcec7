package org.posthorn.domain.delivery;

import java.util.List;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.Placed;

/// What became of a message for one recipient.
public sealed interface Delivered {

  /// In every mailbox that the recipient leads to, durable and visible.
  record Stored(List<Copy> copies) implements Delivered {
    public Stored {
      copies = List.copyOf(copies);
    }
  }

  /// Nowhere; nothing was kept for this recipient.
  record Refused(Refusal reason) implements Delivered {}

  /// The message in one account.
  record Copy(AccountId account, Placed.Stored place) {}
}

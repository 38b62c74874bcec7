package org.posthorn.domain.delivery;

import org.posthorn.wire.mail.DomainName;

/// In whose name a message goes on: that decides its envelope, and what is put before it.
sealed interface Form {

  /// As its sender has sent it, to whom he has named.
  record AsSent() implements Form {}

  /// By an address of this domain of ours that leads elsewhere.
  record Forwarded(DomainName by) implements Form {}

  Form AS_SENT = new AsSent();
}

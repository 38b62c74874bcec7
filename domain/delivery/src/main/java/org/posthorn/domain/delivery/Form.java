package org.posthorn.domain.delivery;

import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// In whose name a message goes on: that decides its envelope, and what is put before it.
sealed interface Form {

  /// As its sender has sent it, to whom he has named.
  record AsSent() implements Form {}

  /// By an address of this domain of ours that leads elsewhere.
  record Forwarded(DomainName by) implements Form {}

  /// By a list.
  ///
  /// @param owner who hears of failures, instead of the author
  record Posted(EmailAddress list, EmailAddress owner, String title) implements Form {}

  /// By an account's filter.
  ///
  /// @param of the form in which the account got it
  /// @param content what the filter has made of it
  record Redirected(EmailAddress by, Form of, Content content) implements Form {}

  Form AS_SENT = new AsSent();
}

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
  /// @param of the form in which the list got it
  record Posted(EmailAddress list, EmailAddress owner, String title, Form of) implements Form {

    /// What its sender has sent to it.
    Posted(EmailAddress list, EmailAddress owner, String title) {
      this(list, owner, title, AS_SENT);
    }
  }

  /// By an account's filter.
  ///
  /// @param of the form in which the account got it
  /// @param content what the filter has made of it
  record Redirected(EmailAddress by, Form of, Content content, RedirectWishes wishes)
      implements Form {

    /// As accounts here get it, to whom no host has to be told anything.
    Redirected here() {
      return new Redirected(by, of, content, RedirectWishes.NONE);
    }

    /// Whether it is another message than the one that came.
    boolean isChanged() {
      return content instanceof Content.Edited || of instanceof Redirected;
    }
  }

  Form AS_SENT = new AsSent();
}

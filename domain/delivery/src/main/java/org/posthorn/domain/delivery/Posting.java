package org.posthorn.domain.delivery;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.MailingList;
import org.posthorn.domain.directory.Resolution.OfList;
import org.posthorn.domain.directory.Resolution.People;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Who may write to a list. Who claims an address here has to log in; of others their reverse-path
/// is believed, as far as the checks of senders let them through.
final class Posting {

  private final Directory directory;

  Posting(Directory directory) {
    this.directory = directory;
  }

  /// Why this sender may not; null when he may.
  ///
  /// @param reason for the answer, and `step` in words
  record Fault(Refusal reason, String step) {}

  @Nullable Fault fault(OfList post, Sender sender) {
    var list = post.list();
    if (sender.path() instanceof ReversePath.Null)
      return new Fault(
          Refusal.LIST_TAKES_NO_REPORTS,
          "%s is a list, and reports are not for lists".formatted(list.address()));
    int most = list.settings().maxRecipients();
    if (post.members().size() > most)
      return new Fault(
          Refusal.TOO_MANY,
          "%s reaches %d recipients, more than its limit of %d"
              .formatted(list.address(), post.members().size(), most));
    if (isAllowed(post, sender)) return null;
    return new Fault(
        Refusal.LIST_CLOSED,
        "to %s only %s may write"
            .formatted(
                list.address(),
                switch (list.settings().posting()) {
                  case ANYBODY -> "anybody";
                  case MEMBERS -> "its members and owners";
                  case OWNERS -> "its owners";
                  case DOMAIN -> "users of " + list.address().domain() + " and its owners";
                }));
  }

  private boolean isAllowed(OfList post, Sender sender) {
    if (isAmong(post.owners(), sender)) return true;
    return switch (post.list().settings().posting()) {
      case ANYBODY -> true;
      case MEMBERS -> isAmong(post.members(), sender);
      case OWNERS -> false;
      case DOMAIN -> isOfDomain(post.list(), sender);
    };
  }

  private static boolean isOfDomain(MailingList list, Sender sender) {
    var account = sender.account();
    return account != null
        && account.address().domain().key().equals(list.address().domain().key());
  }

  private boolean isAmong(People people, Sender sender) {
    var account = sender.account();
    if (account != null)
      return people.accounts().stream().anyMatch(it -> it.id().equals(account.id()));
    if (!(sender.path() instanceof ReversePath.Mailbox(var address))) return false;
    return !directory.isOurs(address.domain()) && isAmong(people, address);
  }

  private static boolean isAmong(People people, EmailAddress address) {
    var key = address.key();
    return people.elsewhere().stream().anyMatch(it -> it.key().equals(key));
  }
}

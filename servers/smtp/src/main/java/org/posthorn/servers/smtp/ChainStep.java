package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.List;
import org.posthorn.domain.content.ContentFacts;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.delivery.Recipient;
import org.posthorn.domain.directory.Account;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.smtp.ReversePath;

/// What the content chain does to a message that a user sends, before it is signed. What strangers
/// send is not ours to change.
final class ChainStep {

  private ChainStep() {}

  /// What was done, for the story of the message.
  static List<String> run(SmtpSession session, Transaction transaction, Received received)
      throws IOException {
    var account = session.account();
    if (account == null) return List.of();
    var sender = sender(transaction.from(), account);
    var content = received.content();
    var leaves = transaction.recipients().stream().anyMatch(Recipient::isElsewhere);
    var facts = content.facts(sender, leaves ? Direction.OUTGOING : Direction.INTERNAL);
    var outcomes =
        session
            .services()
            .content()
            .run(
                facts,
                (before, change) -> {
                  content.replace(change.edit());
                  return content.facts(before.sender(), before.direction());
                });
    return told(outcomes);
  }

  /// The domain in whose name a user writes.
  static DomainName sender(ReversePath from, Account account) {
    return from instanceof ReversePath.Mailbox(var address)
        ? address.domain()
        : account.address().domain();
  }

  static List<String> told(List<ContentFacts.Outcome> outcomes) {
    return ContentFacts.told(
        outcomes.stream()
            .filter(outcome -> !(outcome instanceof ContentFacts.Outcome.NotConcerned))
            .toList());
  }
}

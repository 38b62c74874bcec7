package org.posthorn.servers.smtp;

import java.io.IOException;
import java.util.List;
import org.posthorn.domain.content.ContentFacts;
import org.posthorn.domain.content.Direction;
import org.posthorn.domain.delivery.Recipient;
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
    var sender =
        transaction.from() instanceof ReversePath.Mailbox(var address)
            ? address.domain()
            : account.address().domain();
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
    return ContentFacts.told(
        outcomes.stream()
            .filter(outcome -> !(outcome instanceof ContentFacts.Outcome.NotConcerned))
            .toList());
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// CREATE (RFC 9051 §6.3.4, RFC 6154 §3, RFC 8474 §4.1).
final class CreateCommand {

  private CreateCommand() {}

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Create command)
      throws IOException, CommandRejected {
    var spot = Names.newSpot(session.services(), state.login(), command.mailbox());
    var use = use(command.uses());
    // Another's special folders are his affair.
    if (use != null && !spot.household().isOwn()) throw new CommandRejected(Replies.USE_UNKNOWN);
    var mailboxes = session.services().mail().mailboxes();
    return switch (mailboxes.create(spot.household().account(), spot.path(), use)) {
      case MailboxOutcome.Done(var made) ->
          Reply.ok(new ResponseCode.MailboxId(ObjectIds.of(made.id())), "CREATE completed");
      case MailboxOutcome.UseTaken(var by) ->
          Reply.no(ResponseCode.Plain.USEATTR, "Another mailbox has that use: " + by.text());
      case MailboxOutcome refused -> refusal(refused);
    };
  }

  /// What the mailboxes answer when they do nothing.
  static Reply refusal(MailboxOutcome outcome) {
    return switch (outcome) {
      case MailboxOutcome.Done _ -> throw new IllegalArgumentException("not a refusal");
      case MailboxOutcome.AlreadyExists _ -> Replies.EXISTS_ALREADY;
      case MailboxOutcome.NoSuchMailbox _ -> Replies.NO_SUCH_MAILBOX;
      case MailboxOutcome.HasChildren _ -> Replies.DELETE_CHILDREN_FIRST;
      case MailboxOutcome.IsInbox _ -> Replies.INBOX_STAYS;
      case MailboxOutcome.BadTarget(var reason) -> Reply.no(ResponseCode.Plain.CANNOT, reason);
      case MailboxOutcome.UseTaken _ -> Replies.USE_UNKNOWN;
      case MailboxOutcome.TooMany _ -> Replies.TOO_MANY_MAILBOXES;
    };
  }

  private static @Nullable SpecialUse use(Set<org.posthorn.wire.imap.SpecialUse> uses)
      throws CommandRejected {
    if (uses.isEmpty()) return null;
    if (uses.size() > 1) throw new CommandRejected(Replies.ONE_USE_ONLY);
    var use = SpecialUses.domain(uses.iterator().next());
    if (use == null) throw new CommandRejected(Replies.USE_UNKNOWN);
    return use;
  }
}

package org.posthorn.app;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.MailAnswer.DeletedPage;
import org.posthorn.app.MailAnswer.OneDeleted;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AuditEntry;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.mailbox.Deleted;
import org.posthorn.domain.mailbox.EmailId;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Undelete.Restored;
import org.posthorn.domain.mailbox.Undelete.Selection;
import org.posthorn.wire.mail.EncodedWords;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.MessageSummary;

/// Messages that were deleted: listed, and put back. Every putting back is in the audit log.
final class DeletedAdministration {

  /// An answer has to fit a line.
  private static final int MOST = 1_000;

  /// Characters of a sender and of a subject.
  private static final int MOST_TEXT = 200;

  /// Nothing is kept for longer.
  private static final Duration LONGEST = MailboxesConfig.LONGEST;

  private final Store store;
  private final AccountAdministration accounts;
  private final Actor actor;

  DeletedAdministration(Store store, AccountAdministration accounts, Actor actor) {
    this.store = store;
    this.accounts = accounts;
    this.actor = actor;
  }

  DeletedPage list(MailRequest.ListDeleted request) throws AdminRefused {
    var account = MailAccount.of(accounts.find(request.account()));
    var selection = new Selection(Selection.ALL.since(), mailbox(request.mailbox()));
    var limit = Math.clamp(request.limit(), 1, MOST);
    var undelete = store.mail().undelete();
    var found = undelete.list(account, selection, filter(request.text()), limit);
    var use = undelete.use(account);
    var messages = found.stream().map(DeletedAdministration::answer).toList();
    return new DeletedPage(use.messages(), use.bytes(), messages);
  }

  private static Predicate<Deleted> filter(@Nullable String text) {
    if (text == null) return _ -> true;
    var wanted = text.toLowerCase(Locale.ROOT);
    return message -> {
      var told = answer(message);
      return (told.from() + "\n" + told.subject()).toLowerCase(Locale.ROOT).contains(wanted);
    };
  }

  Done restore(MailRequest.RestoreMessages request) throws AdminRefused {
    var account = accounts.find(request.account());
    var since = request.since();
    if (request.ids().isEmpty() == (since == null))
      throw new AdminRefused(
          "Name the messages by their ids, as \"posthorn message deleted\" lists them, or by"
              + " --since.");
    if (request.ids().size() > MOST)
      throw new AdminRefused("At most " + MOST + " ids at a time; --since takes any number.");
    if (since != null && (since < 0 || since > LONGEST.toSeconds()))
      throw new AdminRefused("--since is a time back from now, of at most 3650 days.");
    var undelete = store.mail().undelete();
    var mail = MailAccount.of(account);
    var restored =
        since == null
            ? undelete.restore(mail, request.ids().stream().map(EmailId::new).toList())
            : undelete.restore(
                mail,
                new Selection(
                    store.clock().instant().minusSeconds(since), mailbox(request.mailbox())));
    if (restored.messages() > 0) audit(account, restored);
    return new Done(words(restored));
  }

  private void audit(Account account, Restored restored) {
    var change =
        new AuditEntry.Change(
            "deletedMessages: " + restored.messages(), "restoredMessages: " + restored.messages());
    var object = new AuditEntry.Named(account.id().value(), account.address().toString());
    var entry =
        AuditEntry.of(
            store.clock().instant(), actor, AuditEntry.ObjectKind.ACCOUNT, object, change);
    store
        .storage()
        .directory()
        .write(tx -> {
          Directory.audit(tx, entry);
          return null;
        });
  }

  private static String words(Restored restored) {
    var words = new StringBuilder("put back: %,d".formatted(restored.messages()));
    if (restored.overQuota() > 0)
      words.append(
          "; %,d stay deleted, since the account has no room for them"
              .formatted(restored.overQuota()));
    if (restored.gone() > 0)
      words.append("; %,d are not among the account's deleted messages".formatted(restored.gone()));
    return words.toString();
  }

  private static @Nullable MailboxPath mailbox(@Nullable String text) throws AdminRefused {
    try {
      return text == null ? null : new MailboxPath(text);
    } catch (IllegalArgumentException e) {
      throw new AdminRefused(Words.sentence(String.valueOf(e.getMessage())));
    }
  }

  private static OneDeleted answer(Deleted message) {
    var envelope = MessageSummary.decode(message.summary()).envelope();
    var subject = envelope.subject();
    return new OneDeleted(
        message.email().value(),
        message.deletedAt(),
        message.mailbox().text(),
        envelope.from().isEmpty() ? "" : line(words(envelope.from().getFirst())),
        subject == null ? "" : line(EncodedWords.decode(subject)),
        message.receivedAt(),
        message.size());
  }

  private static String words(EnvelopeAddress from) {
    var address = from.mailbox() + "@" + from.host();
    var name = from.name();
    return name == null ? address : EncodedWords.decode(name) + " <" + address + ">";
  }

  /// Strangers wrote it: no controls, which a terminal would obey, and not for ever.
  private static String line(String text) {
    var plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
    return plain.length() <= MOST_TEXT ? plain : plain.substring(0, MOST_TEXT) + "…";
  }
}

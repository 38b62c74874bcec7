package org.posthorn.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.MailAnswer.CheckReport;
import org.posthorn.app.MailAnswer.DeletedPage;
import org.posthorn.app.MailAnswer.IndexState;
import org.posthorn.app.MailAnswer.MessageStory;
import org.posthorn.app.MailAnswer.Transferred;

/// Asks about stored mail: single messages, what became of them, and all of it.
sealed interface MailRequest<R extends AdminAnswer> extends AdminRequest.OfStore<R> {

  /// Shows how the full-text index stands.
  ///
  /// @param account null: of all together
  record ShowIndex(@Nullable String account) implements MailRequest<IndexState> {}

  /// Makes the full-text index anew.
  ///
  /// @param account null: of all
  record RebuildIndex(@Nullable String account) implements MailRequest<Done> {}

  /// Looks for damage.
  ///
  /// @param full also reads every byte of every message
  record CheckStore(boolean full) implements MailRequest<CheckReport> {}

  /// Brings mail from files into an account.
  ///
  /// @param path its whole path, as the server sees it
  /// @param into the mailbox that it comes into or below; null for none in particular
  /// @param fromLines how an mbox has lines of messages that begin with "From "
  record ImportFiles(
      String account, FileKind kind, String path, @Nullable String into, FromLines fromLines)
      implements MailRequest<Transferred> {}

  /// Writes an account's mail to files.
  ///
  /// @param path where nothing is yet: its whole path, as the server sees it
  record ExportFiles(String account, FileKind kind, String path)
      implements MailRequest<Transferred> {}

  /// Brings mail from another IMAP server into an account.
  ///
  /// @param into the mailbox that it comes below; null for none
  record ImportImap(String account, ImapServer server, ImapLoginOf login, @Nullable String into)
      implements MailRequest<Transferred> {}

  /// Another IMAP server.
  ///
  /// @param authorities a file of certificates that may vouch for it, too; null for none
  record ImapServer(String host, int port, ImapSecurity security, @Nullable String authorities) {}

  /// How it is reached.
  enum ImapSecurity {
    TLS,
    STARTTLS,
    NONE
  }

  /// Who logs in there.
  ///
  /// @param password of the master, where there is one
  record ImapLoginOf(String user, String password, @Nullable String master, ImapMasterStyle style) {
    /// Without the password.
    @Override
    public String toString() {
      return user;
    }
  }

  /// How a master says whose mail he wants.
  enum ImapMasterStyle {
    STAR,
    AUTHZID
  }

  /// In which form files have mail.
  enum FileKind {
    MAILDIR,
    MBOX,
    EML,
    ZIP
  }

  /// Whether such lines have a `>` in front.
  enum FromLines {
    QUOTED,
    PLAIN
  }

  /// Tells the story of a message.
  ///
  /// @param id as in the answer to its sender, in its Received field and in the log
  record TraceMessage(String id) implements MailRequest<MessageStory> {}

  /// Looks for messages by what their stories begin with.
  ///
  /// @param texts parts of addresses and names; all have to be there
  record FindMessages(List<String> texts, Instant from, Instant to, int limit)
      implements MailRequest<MessageStory> {
    public FindMessages {
      texts = List.copyOf(texts);
    }
  }

  /// Messages of an account that were deleted and can be put back, the last deleted first.
  ///
  /// @param mailbox that they were in; null is any
  /// @param text in subject or sender; null is any
  record ListDeleted(String account, @Nullable String mailbox, @Nullable String text, int limit)
      implements MailRequest<DeletedPage> {}

  /// Puts deleted messages back.
  ///
  /// @param ids of [MailAnswer.OneDeleted]; empty for all that the rest selects
  /// @param since seconds ago that they were deleted at most; null with ids
  /// @param mailbox that they were in; null is any
  record RestoreMessages(
      String account, List<Long> ids, @Nullable Long since, @Nullable String mailbox)
      implements MailRequest<Done> {
    public RestoreMessages {
      ids = List.copyOf(ids);
    }
  }
}

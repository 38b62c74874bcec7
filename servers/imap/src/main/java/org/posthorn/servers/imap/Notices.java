package org.posthorn.servers.imap;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Notice;

/// The notices about one household that a session has yet to look into, each once. Guarded by the
/// lock of its [Announcements]; the session's own once it is taken.
///
/// What a session does itself is told apart: it knows that (RFC 5465 §5).
final class Notices {

  final Set<MailboxId> messages = new HashSet<>();
  final Set<MailboxId> names = new HashSet<>();
  final Set<MailboxId> ownNames = new HashSet<>();
  final Set<MailboxPath> paths = new HashSet<>();
  final Set<MailboxPath> ownPaths = new HashSet<>();
  final Set<Long> ownAnnotations = new HashSet<>();
  boolean annotations;
  boolean access;

  /// Whether every mailbox is to be compared with what is known of it.
  boolean everything;

  /// How many there are that count for the backlog.
  int size() {
    return messages.size() + names.size() + paths.size();
  }

  boolean isEmpty() {
    return size() == 0
        && ownNames.isEmpty()
        && ownPaths.isEmpty()
        && !annotations
        && !access
        && !everything;
  }

  /// Whether all names have to be looked at.
  boolean isOfNames() {
    return !names.isEmpty() || !ownNames.isEmpty() || access || everything;
  }

  void note(Notice notice, boolean own) {
    switch (notice) {
      case Notice.Messages(var mailbox) -> {
        if (!own) messages.add(mailbox);
      }
      case Notice.Name(var mailbox) -> (own ? ownNames : names).add(mailbox);
      case Notice.Subscription(var path) -> (own ? ownPaths : paths).add(path);
      case Notice.Annotations(var _, var modseq) -> {
        annotations = true;
        if (own) ownAnnotations.add(modseq);
      }
      case Notice.Access _ -> access = true;
    }
  }
}

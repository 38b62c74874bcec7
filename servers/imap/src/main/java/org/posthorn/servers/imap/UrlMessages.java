package org.posthorn.servers.imap;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.wire.imap.ImapUrl;
import org.posthorn.wire.imap.MailboxName;

/// Messages and parts that are named by a URL (RFC 5092).
final class UrlMessages {

  private UrlMessages() {}

  /// The mailbox of that name if it is the one that the URL means; absent if there is none.
  static @Nullable Mailbox mailbox(
      ImapSession session, MailAccount account, MailboxName name, ImapUrl url) {
    var path = Names.path(name);
    if (path == null) return null;
    var mailbox = session.services().mail().mailboxes().find(account, path);
    return mailbox != null && isMeant(mailbox, url) ? mailbox : null;
  }

  /// Whether a mailbox of the URL's name is the one that it means.
  static boolean isMeant(Mailbox mailbox, ImapUrl url) {
    return url.uidValidity() == 0 || url.uidValidity() == mailbox.uidValidity();
  }

  /// What the URL names of a mailbox; absent if there is no such message or section.
  static MessageSections.@Nullable Excerpt find(ImapSession session, Where where, ImapUrl url) {
    if (url.uid() > Integer.MAX_VALUE) return null;
    var uids = Uids.of((int) url.uid());
    var rows = session.services().mail().messages().rows(where, uids, Detail.ALL);
    if (rows.isEmpty()) return null;
    var bodies = new Bodies(session, where.account(), rows);
    var sections = new MessageSections(session, bodies, rows.getFirst());
    return sections.excerpt(url.section(), url.partial());
  }
}

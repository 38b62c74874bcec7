package org.posthorn.servers.imap;

import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.wire.imap.FetchResponse;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.SearchKey;
import org.posthorn.wire.imap.WithMailbox;

/// UIDONLY (RFC 9586): once it is enabled, no message number is said, and none is understood. FETCH
/// responses become UIDFETCH, EXPUNGE responses VANISHED.
final class UidOnly {

  private UidOnly() {}

  /// Whether a command says message numbers, or asks for some.
  static boolean refuses(WithMailbox command) {
    return switch (command) {
      case WithMailbox.Search c -> numbered(c.numbers()) || names(c.key());
      case WithMailbox.Sort c -> numbered(c.numbers()) || names(c.key());
      case WithMailbox.ThreadMessages c -> numbered(c.numbers()) || names(c.key());
      case WithMailbox.Fetch c -> numbered(c.numbers());
      case WithMailbox.Store c -> numbered(c.numbers());
      case WithMailbox.Copy c -> numbered(c.numbers());
      case WithMailbox.Move c -> numbered(c.numbers());
      case WithMailbox.Replace c -> numbered(c.numbers());
      case WithMailbox.Check _, WithMailbox.Close _, WithMailbox.Unselect _ -> false;
      // UIDs, if any.
      case WithMailbox.Expunge _ -> false;
      case WithMailbox.CancelUpdate _ -> false;
    };
  }

  private static boolean numbered(NumberedBy numbers) {
    return numbers == NumberedBy.SEQUENCE;
  }

  /// Whether a search has message numbers in it. `$` is no number.
  static boolean names(SearchKey key) {
    return key.has(each -> each instanceof SearchKey.Numbers(var set) && !set.usesSaved());
  }

  /// Begins to tell of the message at `index` of what the client was told.
  static FetchResponse begin(ImapSession session, Snapshot told, int index) {
    var response = new FetchResponse(session.wire().out());
    return session.enabled().isUidOnly()
        ? response.beginUid(told.uid(index))
        : response.begin(index + 1L);
  }
}

package org.posthorn.wire.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 9051 §6.4, client commands in the selected state.
public sealed interface WithMailbox extends ImapCommand {

  /// IMAP4rev1 only: RFC 3501 §6.4.1.
  record Check() implements WithMailbox {
    @Override
    public String name() {
      return "CHECK";
    }
  }

  /// RFC 9051 §6.4.1
  record Close() implements WithMailbox {
    @Override
    public String name() {
      return "CLOSE";
    }
  }

  /// RFC 9051 §6.4.2, RFC 3691
  record Unselect() implements WithMailbox {
    @Override
    public String name() {
      return "UNSELECT";
    }
  }

  /// RFC 9051 §6.4.3, and UID EXPUNGE (RFC 4315 §2.1) when `uids` are given.
  record Expunge(@Nullable SequenceSet uids) implements WithMailbox {
    @Override
    public String name() {
      return uids == null ? "EXPUNGE" : "UID EXPUNGE";
    }
  }

  /// RFC 9051 §6.4.4, RFC 4731, RFC 5182.
  ///
  /// @param returns absent without RETURN: IMAP4rev1 answers SEARCH, IMAP4rev2 answers ESEARCH with
  ///   ALL. Never empty: `RETURN ()` is ALL
  /// @param charset as it was named; absent: US-ASCII in IMAP4rev1, else UTF-8
  record Search(
      NumberedBy numbers, @Nullable SearchReturns returns, @Nullable String charset, SearchKey key)
      implements WithMailbox {

    /// The same for something else.
    public Search withKey(SearchKey other) {
      return new Search(numbers, returns, charset, other);
    }

    @Override
    public String name() {
      return prefixed(numbers, "SEARCH");
    }

    @Override
    public boolean allowsExpunge() {
      return numbers == NumberedBy.UID;
    }
  }

  /// RFC 5256 §3, RFC 5267 §3.
  ///
  /// @param returns absent without `RETURN`
  record Sort(
      NumberedBy numbers,
      @Nullable SearchReturns returns,
      List<SortKey> by,
      String charset,
      SearchKey key)
      implements WithMailbox {

    public Sort {
      by = List.copyOf(by);
    }

    @Override
    public String name() {
      return prefixed(numbers, "SORT");
    }

    /// The same for something else.
    public Sort withKey(SearchKey other) {
      return new Sort(numbers, returns, by, charset, other);
    }

    @Override
    public boolean allowsExpunge() {
      return numbers == NumberedBy.UID;
    }
  }

  /// RFC 5256 §3
  record ThreadMessages(NumberedBy numbers, Threading algorithm, String charset, SearchKey key)
      implements WithMailbox {

    @Override
    public String name() {
      return prefixed(numbers, "THREAD");
    }

    /// The same for something else.
    public ThreadMessages withKey(SearchKey other) {
      return new ThreadMessages(numbers, algorithm, charset, other);
    }

    @Override
    public boolean allowsExpunge() {
      return numbers == NumberedBy.UID;
    }
  }

  /// RFC 5267 §4.3.5: the tags of searches that need tell no more.
  record CancelUpdate(List<String> tags) implements WithMailbox {

    public CancelUpdate {
      tags = List.copyOf(tags);
    }

    @Override
    public String name() {
      return "CANCELUPDATE";
    }
  }

  /// RFC 9051 §6.4.5, RFC 7162 §3.1.4.
  ///
  /// UID FETCH always has [FetchAttribute.Item#UID] among its attributes. The order of attributes
  /// is the client's; none is there twice.
  record Fetch(
      NumberedBy numbers,
      SequenceSet messages,
      List<FetchAttribute> attributes,
      @Nullable ChangedSince changedSince,
      @Nullable PartialRange partial)
      implements WithMailbox {

    public Fetch {
      attributes = List.copyOf(attributes);
      if (changedSince != null && changedSince.vanished() && numbers != NumberedBy.UID)
        throw new IllegalArgumentException("VANISHED belongs to UID FETCH");
    }

    @Override
    public String name() {
      return prefixed(numbers, "FETCH");
    }

    @Override
    public boolean allowsExpunge() {
      return numbers == NumberedBy.UID;
    }
  }

  /// `CHANGEDSINCE`, and the `VANISHED` of RFC 7162 §3.2.6, which needs QRESYNC enabled.
  record ChangedSince(long modseq, boolean vanished) {}

  /// RFC 9051 §6.4.6, RFC 7162 §3.1.3.
  ///
  /// @param unchangedSince absent without `UNCHANGEDSINCE`; 0 is allowed and never matches
  /// @param silent the client does not want the new flags told
  record Store(
      NumberedBy numbers,
      SequenceSet messages,
      @Nullable Long unchangedSince,
      StoreAction action,
      boolean silent,
      List<Flag> flags)
      implements WithMailbox {

    public Store {
      flags = List.copyOf(flags);
    }

    @Override
    public String name() {
      return prefixed(numbers, "STORE");
    }

    @Override
    public boolean allowsExpunge() {
      return numbers == NumberedBy.UID;
    }
  }

  /// What STORE does with the flags that it names.
  enum StoreAction {
    REPLACE,
    ADD,
    REMOVE
  }

  /// RFC 9051 §6.4.7
  record Copy(NumberedBy numbers, SequenceSet messages, MailboxName mailbox)
      implements WithMailbox {
    @Override
    public String name() {
      return prefixed(numbers, "COPY");
    }
  }

  /// RFC 9051 §6.4.8, RFC 6851
  record Move(NumberedBy numbers, SequenceSet messages, MailboxName mailbox)
      implements WithMailbox {
    @Override
    public String name() {
      return prefixed(numbers, "MOVE");
    }
  }

  /// RFC 8508 §3.
  ///
  /// @param message one number, or `*`
  record Replace(
      NumberedBy numbers, SequenceSet message, MailboxName mailbox, AppendMessage replacement)
      implements WithMailbox {
    @Override
    public String name() {
      return prefixed(numbers, "REPLACE");
    }
  }

  private static String prefixed(NumberedBy numbers, String name) {
    return numbers == NumberedBy.UID ? "UID " + name : name;
  }
}

package org.posthorn.wire.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a program reads in a status response: the part in brackets (RFC 9051 §7.1, RFC 5530).
public sealed interface ResponseCode {

  /// The codes without arguments.
  enum Plain implements ResponseCode {
    ALERT("ALERT"),
    ALREADYEXISTS("ALREADYEXISTS"),
    AUTHENTICATIONFAILED("AUTHENTICATIONFAILED"),
    AUTHORIZATIONFAILED("AUTHORIZATIONFAILED"),
    /// RFC 5255 §4.9
    BADCOMPARATOR("BADCOMPARATOR"),
    CANNOT("CANNOT"),
    CLIENTBUG("CLIENTBUG"),
    CLOSED("CLOSED"),
    /// RFC 4978 §3
    COMPRESSIONACTIVE("COMPRESSIONACTIVE"),
    CONTACTADMIN("CONTACTADMIN"),
    CORRUPTION("CORRUPTION"),
    EXPIRED("EXPIRED"),
    EXPUNGEISSUED("EXPUNGEISSUED"),
    HASCHILDREN("HASCHILDREN"),
    INUSE("INUSE"),
    LIMIT("LIMIT"),
    /// RFC 7162 §3.1.2.2
    NOMODSEQ("NOMODSEQ"),
    NONEXISTENT("NONEXISTENT"),
    NOPERM("NOPERM"),
    /// RFC 5182 §2.1
    NOTSAVED("NOTSAVED"),
    /// RFC 5465 §5.8
    NOTIFICATIONOVERFLOW("NOTIFICATIONOVERFLOW"),
    OVERQUOTA("OVERQUOTA"),
    PARSE("PARSE"),
    PRIVACYREQUIRED("PRIVACYREQUIRED"),
    READ_ONLY("READ-ONLY"),
    READ_WRITE("READ-WRITE"),
    SERVERBUG("SERVERBUG"),
    /// RFC 4469 §4.2, for APPEND by RFC 7889 §4
    TOOBIG("TOOBIG"),
    TRYCREATE("TRYCREATE"),
    UIDNOTSTICKY("UIDNOTSTICKY"),
    /// RFC 9586: message numbers are not understood.
    UIDREQUIRED("UIDREQUIRED"),
    UNAVAILABLE("UNAVAILABLE"),
    UNKNOWN_CTE("UNKNOWN-CTE"),
    /// RFC 4467: the one mechanism there is.
    URLMECH_INTERNAL("URLMECH INTERNAL"),
    /// RFC 6154 §3
    USEATTR("USEATTR");

    private final String text;

    Plain(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// `BADCHARSET [(charsets)]`: those that the server knows, perhaps none named.
  record BadCharset(List<String> charsets) implements ResponseCode {
    public BadCharset {
      charsets = List.copyOf(charsets);
    }
  }

  /// RFC 5465 §3.1: the events that there are.
  record BadEvent(List<NotifyEvent> events) implements ResponseCode {
    public BadEvent {
      events = List.copyOf(events);
    }
  }

  /// RFC 4469 §4.1
  record BadUrl(String url) implements ResponseCode {}

  /// RFC 9585 §4: how far a command is that takes long.
  ///
  /// @param tag absent where it cannot be told
  /// @param progress items that are done; absent where that is not known
  /// @param goal items in all, more than are done; absent where that is not known
  record InProgress(@Nullable Tag tag, @Nullable Long progress, @Nullable Long goal)
      implements ResponseCode {
    public InProgress {
      boolean right = goal == null || (progress != null && progress < goal);
      if (!right || (progress != null && progress < 0))
        throw new IllegalArgumentException(progress + " of " + goal);
    }
  }

  /// `CAPABILITY …` in a greeting or after login.
  record Capabilities(List<Capability> capabilities) implements ResponseCode {
    public Capabilities {
      capabilities = List.copyOf(capabilities);
    }
  }

  /// RFC 5464 §5: `LONGENTRIES` and `MAXSIZE` with octets, `TOOMANY` and `NOPRIVATE` without.
  record Metadata(String what, @Nullable Long octets) implements ResponseCode {}

  /// `PERMANENTFLAGS (…)`; with `mayCreate`, `\*` is among them.
  record PermanentFlags(List<Flag> flags, boolean mayCreate) implements ResponseCode {
    public PermanentFlags {
      flags = List.copyOf(flags);
    }
  }

  /// RFC 5466 §3.1
  record UndefinedFilter(FilterName name) implements ResponseCode {}

  /// Another server that has the mailboxes of whoever logs in (RFC 2221 §4).
  ///
  /// @param url without `]`
  record Referral(String url) implements ResponseCode {
    public Referral {
      if (url.indexOf(']') >= 0) throw new IllegalArgumentException("a URL that ends the code");
    }
  }

  record UidNext(long uid) implements ResponseCode {}

  record UidValidity(long uidValidity) implements ResponseCode {}

  /// IMAP4rev1 only (RFC 3501 §7.1): the sequence number of the first unseen message.
  record Unseen(long sequenceNumber) implements ResponseCode {}

  /// The UIDs of appended messages, in order (RFC 4315 §3, RFC 3502).
  record AppendUid(long uidValidity, NumberSet uids) implements ResponseCode {
    public AppendUid {
      if (uids.isEmpty()) throw new IllegalArgumentException("APPENDUID without a UID");
    }
  }

  /// Source and new UIDs of copied messages, both ascending and of the same number (RFC 4315 §3).
  record CopyUid(long uidValidity, NumberSet source, NumberSet destination)
      implements ResponseCode {
    public CopyUid {
      if (source.isEmpty() || source.size() != destination.size())
        throw new IllegalArgumentException("COPYUID needs as many new UIDs as old ones");
    }
  }

  /// RFC 7162 §3.1.2.1
  record HighestModseq(long modseq) implements ResponseCode {}

  /// The messages that a conditional STORE left alone (RFC 7162 §3.1.3).
  record Modified(NumberSet numbers) implements ResponseCode {}

  /// The tag of a search that will not be kept up to date (RFC 5267 §4.3.1).
  record NoUpdate(Tag tag) implements ResponseCode {}

  /// RFC 8474 §4
  record MailboxId(String objectId) implements ResponseCode {}
}

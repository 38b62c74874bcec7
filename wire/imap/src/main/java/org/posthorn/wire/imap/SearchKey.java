package org.posthorn.wire.imap;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a message must be like to be found (RFC 9051 §6.4.4), as a tree.
///
/// The many keys of the grammar are few kinds here: `UNSEEN` is `Not(HasFlag(SEEN))`, a list of
/// keys is an [And]. Text is decoded from the search's charset.
public sealed interface SearchKey {

  /// `ALL`
  record All() implements SearchKey {}

  /// All of them; at least two.
  record And(List<SearchKey> keys) implements SearchKey {
    public And {
      keys = List.copyOf(keys);
    }
  }

  /// Any of them; at least two. `OR a OR b c` is one of three.
  record Or(List<SearchKey> keys) implements SearchKey {
    public Or {
      keys = List.copyOf(keys);
    }
  }

  record Not(SearchKey key) implements SearchKey {}

  /// `FUZZY` (RFC 6203 §3): what people would call a match.
  record Fuzzy(SearchKey key) implements SearchKey {}

  /// `ANSWERED`, `KEYWORD x` and so on.
  record HasFlag(Flag flag) implements SearchKey {}

  /// `RECENT`, IMAP4rev1 only (RFC 3501 §6.4.4). `NEW` is this and not seen, `OLD` is not this.
  record Recent() implements SearchKey {}

  /// A sequence set by itself: message numbers.
  record Numbers(SequenceSet set) implements SearchKey {}

  /// `UID …`
  record Uids(SequenceSet set) implements SearchKey {}

  /// `BCC`, `CC`, `FROM`, `TO`: a substring of the addresses in that field.
  record Address(AddressField field, String text) implements SearchKey {}

  enum AddressField {
    BCC,
    CC,
    FROM,
    TO
  }

  /// `SUBJECT`
  record Subject(String text) implements SearchKey {}

  /// `HEADER`: empty text matches every message that has such a field.
  record Header(String field, String text) implements SearchKey {}

  /// `BODY`: a substring of the text parts.
  record Body(String text) implements SearchKey {}

  /// `TEXT`: a substring of header or body.
  record Text(String text) implements SearchKey {}

  /// `BEFORE`, `ON`, `SINCE`: the internal date, `SENTBEFORE` and so on: the Date field,
  /// `SAVEDBEFORE` and so on: the save date (RFC 8514 §4.3); all disregarding time and zone.
  record Dated(DateField field, Comparison comparison, LocalDate date) implements SearchKey {}

  enum DateField {
    INTERNAL,
    SENT,
    SAVED
  }

  enum Comparison {
    BEFORE,
    ON,
    SINCE
  }

  /// `SAVEDATESUPPORTED` (RFC 8514 §4.3)
  record SaveDateSupported() implements SearchKey {}

  /// `LARGER`, in octets, itself not included.
  record Larger(long octets) implements SearchKey {}

  /// `SMALLER`, in octets, itself not included.
  record Smaller(long octets) implements SearchKey {}

  /// RFC 5032: internal date at least so many seconds ago.
  record Older(long seconds) implements SearchKey {}

  /// RFC 5032: internal date at most so many seconds ago.
  record Younger(long seconds) implements SearchKey {}

  /// RFC 7162 §3.1.5: modification sequence at least `modseq`.
  ///
  /// @param flag the one that `"/flags/…"` names; a server that keeps one modseq a message
  ///   disregards it
  record ModSeq(@Nullable Flag flag, long modseq) implements SearchKey {}

  /// RFC 8474 §6
  record EmailId(String objectId) implements SearchKey {}

  /// RFC 8474 §6
  record ThreadId(String objectId) implements SearchKey {}

  /// `FILTER`: a search that is kept on the server (RFC 5466 §3.1).
  record Filter(FilterName name) implements SearchKey {}

  /// Whether a key of some kind is in this tree.
  default boolean has(Predicate<SearchKey> kind) {
    if (kind.test(this)) return true;
    return switch (this) {
      case And(var keys) -> keys.stream().anyMatch(key -> key.has(kind));
      case Or(var keys) -> keys.stream().anyMatch(key -> key.has(kind));
      case Not(var key) -> key.has(kind);
      case Fuzzy(var key) -> key.has(kind);
      default -> false;
    };
  }
}

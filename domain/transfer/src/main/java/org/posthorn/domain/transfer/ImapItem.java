package org.posthorn.domain.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;

/// A piece of a server's response (RFC 9051 §9).
sealed interface ImapItem {

  /// An atom, a number, a flag, or the name of a data item.
  record Atom(String text) implements ImapItem {}

  /// A quoted string or a short literal, a character for each octet.
  record Text(String octets) implements ImapItem {}

  record Nil() implements ImapItem {}

  record Items(List<ImapItem> all) implements ImapItem {
    public Items {
      all = List.copyOf(all);
    }
  }

  /// A message, which whoever reads the response takes over or drops.
  record Message(Spool spool) implements ImapItem {}

  /// A message that was longer than any may be, and was passed over.
  record TooLong(long octets) implements ImapItem {}

  /// The text of an atom or a string; empty for anything else.
  default String text() {
    return switch (this) {
      case Atom(var text) -> text;
      case Text(var octets) -> octets;
      case Nil _, Items _, Message _, TooLong _ -> "";
    };
  }

  /// What is in a list; nothing for anything else.
  default List<ImapItem> items() {
    return this instanceof Items(var all) ? all : List.of();
  }

  /// The value of a number of up to 18 digits; -1 for anything else.
  default long number() {
    var text = text();
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  /// What follows a name in a list of names and values; null when it is not there.
  static @Nullable ImapItem named(List<ImapItem> pairs, String name) {
    for (int i = 0; i + 1 < pairs.size(); i += 2)
      if (pairs.get(i).text().equalsIgnoreCase(name)) return pairs.get(i + 1);
    return null;
  }
}

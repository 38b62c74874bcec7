package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/// A piece of a server's response, as RFC 9051's grammar has them: an atom or number, a string,
/// NIL, or a list in parentheses.
public sealed interface ImapItem {
  /// An atom, a flag, a number, or the name of a data item with its section: `BODY[HEADER]<0>`.
  record Atom(String text) implements ImapItem {}

  /// A quoted string or a literal, a character for each octet.
  record Text(String octets) implements ImapItem {}

  record Nil() implements ImapItem {}

  record Items(List<ImapItem> all) implements ImapItem {}

  /// What an atom or a string says, octet by octet.
  ///
  /// @throws BadAnswer when this is NIL or a list
  default String text() {
    return switch (this) {
      case Atom(var text) -> text;
      case Text(var octets) -> octets;
      case Nil _, Items _ -> throw new BadAnswer("not text: " + this);
    };
  }

  /// The octets of a string.
  ///
  /// @throws BadAnswer when this is not a string
  default byte[] bytes() {
    if (this instanceof Text(var octets)) return octets.getBytes(ISO_8859_1);
    throw new BadAnswer("not a string: " + this);
  }

  /// The value of a number.
  ///
  /// @throws BadAnswer when this is not a number
  default long number() {
    if (!(this instanceof Atom(var text))) throw new BadAnswer("not a number: " + this);
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new BadAnswer("not a number: " + text);
    }
  }

  /// What is in a list.
  ///
  /// @throws BadAnswer when this is not a list
  default List<ImapItem> items() {
    if (this instanceof Items(var all)) return all;
    throw new BadAnswer("not a list: " + this);
  }
}

package org.posthorn.wire.sieve;

import java.util.List;

/// An argument as the grammar sees it.
sealed interface SyntaxArgument {

  Position at();

  /// A string list, or a single string.
  record Strings(Position at, List<Text> values) implements SyntaxArgument {}

  record Amount(Position at, long value) implements SyntaxArgument {}

  /// A tagged argument.
  ///
  /// @param name in lower case, without the colon
  record Tag(Position at, String name) implements SyntaxArgument {}

  /// One string of a list.
  record Text(Position at, String value) {}

  /// For messages.
  default String shown() {
    return switch (this) {
      case Strings strings -> strings.values.size() == 1 ? "a string" : "a string list";
      case Amount number -> "the number " + number.value;
      case Tag tag -> ":" + tag.name;
    };
  }
}

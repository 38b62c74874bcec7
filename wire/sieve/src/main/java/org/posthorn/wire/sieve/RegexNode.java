package org.posthorn.wire.sieve;

import java.util.List;

/// A parsed regular expression.
sealed interface RegexNode {

  /// One character of a set.
  record One(CharacterSet set) implements RegexNode {}

  record Sequence(List<RegexNode> parts) implements RegexNode {}

  record Choice(List<RegexNode> branches) implements RegexNode {}

  /// The same several times.
  ///
  /// @param most -1 for without end
  record Repeat(RegexNode part, int least, int most) implements RegexNode {}

  /// What is captured.
  ///
  /// @param number from 1, in the order of the opening parentheses
  record Group(int number, RegexNode part) implements RegexNode {}

  record At(Place place) implements RegexNode {}

  /// What is asked of a place between two characters.
  enum Place {
    START,
    END,
    WORD_START,
    WORD_END,
    WORD_EDGE,
    NO_WORD_EDGE
  }
}

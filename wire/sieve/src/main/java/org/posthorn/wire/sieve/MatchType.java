package org.posthorn.wire.sieve;

/// How a value is compared with a key.
sealed interface MatchType {

  record Is() implements MatchType {}

  record Contains() implements MatchType {}

  record Matches() implements MatchType {}

  record Regex() implements MatchType {}

  record Value(Relation relation) implements MatchType {}

  record Count(Relation relation) implements MatchType {}

  /// Membership of an external list (RFC 6134 §2.2).
  record InList() implements MatchType {}

  /// As scripts have it.
  default String shown() {
    return switch (this) {
      case Is _ -> ":is";
      case Contains _ -> ":contains";
      case Matches _ -> ":matches";
      case Regex _ -> ":regex";
      case Value value -> ":value \"" + value.relation + "\"";
      case Count count -> ":count \"" + count.relation + "\"";
      case InList _ -> ":list";
    };
  }
}

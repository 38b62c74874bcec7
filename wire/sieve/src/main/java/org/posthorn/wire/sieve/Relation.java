package org.posthorn.wire.sieve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The operators of `:value` and `:count` (RFC 5231 §4).
enum Relation {
  GT,
  GE,
  LT,
  LE,
  EQ,
  NE;

  static @Nullable Relation named(String name) {
    for (var relation : values())
      if (relation.name().equals(name.toUpperCase(Locale.ROOT))) return relation;
    return null;
  }

  /// Whether it holds for the outcome of a comparison.
  boolean holds(int comparison) {
    return switch (this) {
      case GT -> comparison > 0;
      case GE -> comparison >= 0;
      case LT -> comparison < 0;
      case LE -> comparison <= 0;
      case EQ -> comparison == 0;
      case NE -> comparison != 0;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.posthorn.wire.sieve;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `environment` (RFC 5183).
record EnvironmentTest(Position at, Match match, Template name, Keys keys)
    implements Test.Question {

  static EnvironmentTest of(Arguments arguments) throws CheckFailed {
    var match = Match.withoutList(arguments);
    var name = arguments.string("the name of an item");
    return new EnvironmentTest(arguments.at(), match, name, arguments.keys(match));
  }

  @Override
  public boolean holds(Execution execution) {
    var value = value(execution.facts(), execution.expand(name).toLowerCase(Locale.ROOT));
    if (value == null) {
      execution.trace(TraceStep.Kind.COMPARISON, "there is no such item");
      return false;
    }
    return Comparing.of(execution, match, keys).any(List.of(value), value.isEmpty() ? 0 : 1);
  }

  // RFC 6785 §4.2: the items of IMAP events are empty at delivery
  private static @Nullable String value(Facts facts, String item) {
    var known = facts.environment().get(item);
    if (known != null) return known;
    boolean imap =
        List.of(
                EnvironmentItem.IMAP_USER,
                EnvironmentItem.IMAP_EMAIL,
                EnvironmentItem.IMAP_CAUSE,
                EnvironmentItem.IMAP_MAILBOX,
                EnvironmentItem.IMAP_CHANGED_FLAGS)
            .contains(item);
    return imap ? "" : null;
  }
}

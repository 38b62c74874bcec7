package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of a test; what of them is known at compile time is made ready once.
record Keys(List<Key> keys) {

  /// One key.
  ///
  /// @param ready null when it has variables
  record Key(Template text, @Nullable Ready ready) {}

  /// A key as comparisons need it.
  ///
  /// @param folded under the comparator
  record Ready(String text, String folded, @Nullable Glob glob, @Nullable Regex regex) {

    static Ready of(String text, Match match) throws RegexException {
      var comparator = match.comparator();
      return switch (match.type()) {
        case MatchType.Matches _ -> new Ready(text, "", Glob.compile(text, comparator), null);
        case MatchType.Regex _ -> new Ready(text, "", null, Regex.compile(text, comparator));
        case MatchType.InList _, MatchType.Value _, MatchType.Count _ ->
            new Ready(text, "", null, null);
        case MatchType.Is _, MatchType.Contains _ ->
            new Ready(text, comparator.fold(text), null, null);
      };
    }
  }

  Keys {
    keys = List.copyOf(keys);
  }

  static Keys of(List<Template> texts, Match match) throws CheckFailed {
    var keys = new ArrayList<Key>();
    for (var text : texts) keys.add(new Key(text, text.isConstant() ? ready(text, match) : null));
    return new Keys(keys);
  }

  private static Ready ready(Template text, Match match) throws CheckFailed {
    if (match.type() instanceof MatchType.InList && ListName.uri(text.source()) == null)
      throw CheckFailed.of(
          text.at(),
          "the name of a list is a URI or begins with \":\", such as \":addrbook:default\"");
    try {
      return Ready.of(text.source(), match);
    } catch (RegexException e) {
      throw CheckFailed.of(text.at(), "the regular expression is wrong: " + e.text());
    }
  }
}

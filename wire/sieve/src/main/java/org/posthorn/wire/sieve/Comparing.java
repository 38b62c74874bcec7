package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One evaluation of a test that compares values with keys (RFC 5228 §2.7): true as soon as any
/// value matches any key, values first to last.
final class Comparing {

  /// What asking a list costs, as work: a run may ask a thousand times (RFC 6134 §3).
  private static final int LIST_QUERY = 500_000;

  private final Execution execution;
  private final Match match;
  private final List<Keys.Ready> keys;
  private final boolean capture;

  private Comparing(Execution execution, Match match, Keys keys, boolean capture) {
    this.execution = execution;
    this.match = match;
    this.keys = ready(execution, match, keys);
    this.capture = capture && execution.has(Extension.VARIABLES);
  }

  /// Sets match variables.
  static Comparing of(Execution execution, Match match, Keys keys) {
    return new Comparing(execution, match, keys, true);
  }

  /// Sets no match variables (RFC 5173 §6).
  static Comparing withoutVariables(Execution execution, Match match, Keys keys) {
    return new Comparing(execution, match, keys, false);
  }

  /// For values that count one each.
  boolean any(List<String> values) {
    return any(values, values.size());
  }

  /// @param count what `:count` compares
  boolean any(List<String> values, int count) {
    if (isCount()) return counted(count);
    for (var value : values) if (one(value)) return true;
    return false;
  }

  boolean isCount() {
    return match.type() instanceof MatchType.Count;
  }

  boolean counted(long count) {
    if (!(match.type() instanceof MatchType.Count(Relation relation))) return false;
    var number = Long.toString(count);
    for (var key : keys) {
      boolean holds = relation.holds(match.comparator().compare(number, key.text()));
      note("the count " + count, key, holds);
      if (holds) return true;
    }
    return false;
  }

  /// One value with all keys.
  boolean one(String value) {
    var folded =
        match.type() instanceof MatchType.Is || match.type() instanceof MatchType.Contains
            ? match.comparator().fold(value)
            : "";
    execution.work().spend(folded.length());
    for (var key : keys) {
      execution.work().spend(1);
      boolean holds = holds(value, folded, key);
      if (execution.isTracing()) note(Execution.quoted(value), key, holds);
      if (holds) return true;
    }
    return false;
  }

  private boolean holds(String value, String folded, Keys.Ready key) {
    var work = execution.work();
    return switch (match.type()) {
      case MatchType.Is _ -> folded.equals(key.folded());
      case MatchType.Contains _ -> Substrings.find(folded, key.folded(), 0, work) >= 0;
      case MatchType.Matches _ -> {
        var glob = key.glob();
        yield glob != null && captured(glob.match(value, work));
      }
      case MatchType.Regex _ -> {
        var regex = key.regex();
        yield regex != null && captured(regex.find(value, work));
      }
      case MatchType.Value(Relation relation) -> {
        work.spend(Math.min(value.length(), key.text().length()));
        yield relation.holds(match.comparator().compare(value, key.text()));
      }
      case MatchType.Count _ -> false;
      case MatchType.InList _ -> isListed(value, key.text());
    };
  }

  private boolean captured(@Nullable List<String> groups) {
    if (groups == null) return false;
    if (capture) execution.variables().matched(groups);
    return true;
  }

  private boolean isListed(String value, String name) {
    var uri = ListName.uri(name);
    if (uri == null) throw new ScriptFault("\"" + name + "\" is no name of a list");
    if (!execution.outside().listExists(uri))
      throw new ScriptFault("there is no list \"" + name + "\" that could be asked");
    execution.work().spend(LIST_QUERY);
    var member = execution.outside().listMember(uri, value.strip());
    return captured(member == null ? null : List.of(member));
  }

  private void note(String value, Keys.Ready key, boolean holds) {
    if (!execution.isTracing()) return;
    var comparator =
        match.comparator() == Comparator.ASCII_CASEMAP ? "" : " (" + match.comparator().id() + ")";
    execution.trace(
        TraceStep.Kind.COMPARISON,
        value
            + " "
            + match.type().shown()
            + " "
            + Execution.quoted(key.text())
            + comparator
            + (holds ? ": yes" : ": no"));
  }

  private static List<Keys.Ready> ready(Execution execution, Match match, Keys keys) {
    var ready = new ArrayList<Keys.Ready>(keys.keys().size());
    for (var key : keys.keys()) {
      var known = key.ready();
      ready.add(known != null ? known : ready(match, execution.expand(key.text())));
    }
    return ready;
  }

  private static Keys.Ready ready(Match match, String text) {
    try {
      return Keys.Ready.of(text, match);
    } catch (RegexException e) {
      throw new ScriptFault(
          "the regular expression " + Execution.quoted(text) + " is wrong: " + e.text());
    }
  }
}

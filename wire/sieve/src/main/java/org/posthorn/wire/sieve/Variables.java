package org.posthorn.wire.sieve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The variables of a run: a set for each script that is being run, and one that is shared (RFC
/// 5229 §3, RFC 6609 §3.4). Owned by one run.
final class Variables {

  /// Those of one running script.
  private static final class Frame {
    final Map<String, String> local = new HashMap<>();
    final Set<String> shared = new HashSet<>();
    List<String> matched = List.of();
  }

  private final SieveLimits limits;
  private final Map<String, String> global = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();

  Variables(SieveLimits limits) {
    this.limits = limits;
  }

  void enter() {
    frames.push(new Frame());
  }

  void leave() {
    frames.pop();
  }

  private Frame frame() {
    return frames.getFirst();
  }

  /// The value, empty when there is none.
  String value(Template.Piece piece) {
    return switch (piece) {
      case Template.Piece.Literal literal -> literal.text();
      case Template.Piece.Variable variable -> value(variable.name());
      case Template.Piece.Global shared -> global.getOrDefault(shared.name(), "");
      case Template.Piece.Match match ->
          match.number() < frame().matched.size() ? frame().matched.get(match.number()) : "";
    };
  }

  private String value(String name) {
    return home(name).getOrDefault(name, "");
  }

  private Map<String, String> home(String name) {
    return frame().shared.contains(name) ? global : frame().local;
  }

  /// Longer values are cut (RFC 5229 §6).
  void set(VariableName name, String value) {
    var home = name.isGlobal() ? global : home(name.name());
    if (!home.containsKey(name.name()) && count() >= limits.variables())
      throw new ScriptFault("the script sets more than " + limits.variables() + " variables");
    home.put(name.name(), cut(value, limits.variableCharacters()));
  }

  String value(VariableName name) {
    return name.isGlobal() ? global.getOrDefault(name.name(), "") : value(name.name());
  }

  /// `global` (RFC 6609 §3.4.1).
  void share(String name) {
    if (frame().local.containsKey(name))
      throw new ScriptFault(
          "the variable \"" + name + "\" was set before it is declared with \"global\"");
    frame().shared.add(name);
  }

  void matched(List<String> groups) {
    frame().matched = groups;
  }

  private int count() {
    return global.size() + frames.stream().mapToInt(each -> each.local.size()).sum();
  }

  static String cut(String value, int most) {
    if (value.length() <= most) return value;
    boolean pair = most > 0 && Character.isHighSurrogate(value.charAt(most - 1));
    return value.substring(0, pair ? most - 1 : most);
  }
}

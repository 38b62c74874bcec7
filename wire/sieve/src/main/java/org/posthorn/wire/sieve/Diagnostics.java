package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what is said about one script while it is compiled. Owned by one thread.
final class Diagnostics {

  private static final Comparator<Diagnostic> IN_ORDER =
      Comparator.comparingInt((Diagnostic each) -> each.at().line())
          .thenComparingInt(each -> each.at().column());

  private final String script;
  private final int most;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  Diagnostics(ScriptName script, SieveLimits limits) {
    this.script = script.toString();
    this.most = limits.errors();
  }

  Position at(int line, int column) {
    return new Position(script, line, column);
  }

  void error(Position at, String text) {
    if (errors.size() < most) errors.add(Diagnostic.error(at, text));
  }

  void warning(Position at, String text) {
    if (warnings.size() < most) warnings.add(Diagnostic.warning(at, text));
  }

  /// Whether there is no sense in looking for more.
  boolean isFull() {
    return errors.size() >= most;
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  List<Diagnostic> errors() {
    return errors.stream().sorted(IN_ORDER).distinct().toList();
  }

  List<Diagnostic> warnings() {
    return warnings.stream().sorted(IN_ORDER).distinct().toList();
  }
}

package org.posthorn.wire.sieve;

import java.util.List;

/// What became of a text.
public sealed interface Compilation {

  /// What the writer should look at all the same.
  List<Diagnostic> warnings();

  /// It can be run.
  record Compiled(Script script, List<Diagnostic> warnings) implements Compilation {
    public Compiled {
      warnings = List.copyOf(warnings);
    }
  }

  /// It cannot: one error at least, in the order of the text, at most `SieveLimits.errors`.
  record Refused(List<Diagnostic> errors, List<Diagnostic> warnings) implements Compilation {
    public Refused {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }

    /// All errors, one in a line.
    public String text() {
      return String.join("\r\n", errors.stream().map(Diagnostic::toString).toList());
    }
  }
}

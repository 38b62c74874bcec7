package org.posthorn.wire.sieve;

/// One thing that is wrong with a script or may be, for the person who wrote it.
///
/// @param text one sentence that says what is wrong and what to do
public record Diagnostic(Severity severity, Position at, String text) {

  public enum Severity {
    ERROR,
    WARNING
  }

  static Diagnostic error(Position at, String text) {
    return new Diagnostic(Severity.ERROR, at, text);
  }

  static Diagnostic warning(Position at, String text) {
    return new Diagnostic(Severity.WARNING, at, text);
  }

  /// As ManageSieve and command lines show it: `main:3:7: error: …`.
  @Override
  public String toString() {
    return at + ": " + (severity == Severity.ERROR ? "error: " : "warning: ") + text;
  }
}

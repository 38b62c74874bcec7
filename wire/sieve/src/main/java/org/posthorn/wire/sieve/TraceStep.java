package org.posthorn.wire.sieve;

/// One line of a trace.
///
/// @param depth how far it is inside of others, for indentation
/// @param text what was done, compared with what, and what came of it
public record TraceStep(Position at, int depth, Kind kind, String text) {

  public enum Kind {
    COMMAND,
    TEST,
    /// one value against one key
    COMPARISON,
    ACTION,
    FAULT
  }

  @Override
  public String toString() {
    return at.line() + ": " + "  ".repeat(depth) + text;
  }
}

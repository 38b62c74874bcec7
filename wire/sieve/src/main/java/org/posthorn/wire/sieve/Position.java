package org.posthorn.wire.sieve;

/// A place in a script.
///
/// @param script the script as `ScriptName.toString` shows it
/// @param line from 1
/// @param column from 1, in characters
public record Position(String script, int line, int column) {

  @Override
  public String toString() {
    return script + ":" + line + ":" + column;
  }
}

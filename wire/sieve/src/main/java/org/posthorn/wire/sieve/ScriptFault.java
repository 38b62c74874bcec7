package org.posthorn.wire.sieve;

/// A run-time error: ends the run, inside of this room only. The text is for the script's owner.
final class ScriptFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String text;

  ScriptFault(String text) {
    super(text);
    this.text = text;
  }

  String text() {
    return text;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

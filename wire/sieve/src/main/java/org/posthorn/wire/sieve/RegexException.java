package org.posthorn.wire.sieve;

/// A regular expression that is none, or too large.
final class RegexException extends Exception {

  private final String text;

  RegexException(String text) {
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

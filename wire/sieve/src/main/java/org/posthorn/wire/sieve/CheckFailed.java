package org.posthorn.wire.sieve;

/// A command or test of a script that makes no sense; its message goes to the writer.
final class CheckFailed extends Exception {

  private final Position at;
  private final String text;
  private final boolean extension;

  private CheckFailed(Position at, String text, boolean extension) {
    super(text);
    this.at = at;
    this.text = text;
    this.extension = extension;
  }

  static CheckFailed of(Position at, String text) {
    return new CheckFailed(at, text, false);
  }

  /// It might make sense where an extension is there that is not here: a script with `ihave` may
  /// have it as long as it is not reached (RFC 5463 §4).
  static CheckFailed ofExtension(Position at, String text) {
    return new CheckFailed(at, text, true);
  }

  Position at() {
    return at;
  }

  String text() {
    return text;
  }

  boolean isAboutExtension() {
    return extension;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}

package org.posthorn.app;

/// How the program ends: part of its interface, so the numbers never change their meaning.
enum ExitCode {
  /// It is done.
  OK(0),
  /// It was refused or has failed, and said why.
  FAILED(1),
  /// The command line is wrong.
  USAGE(2),
  /// No server runs here, or it is not ready.
  NOT_READY(3),
  /// The configuration is wrong.
  CONFIGURATION(4),
  /// The server cannot start: a port or the data folder is in use or may not be used.
  CANNOT_START(5),
  /// A bug of ours.
  BUG(70);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}

package org.posthorn.testing.testkit;

/// A server said what its protocol does not allow here, or refused what has to work.
public final class BadAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadAnswer(String message) {
    super(message);
  }
}

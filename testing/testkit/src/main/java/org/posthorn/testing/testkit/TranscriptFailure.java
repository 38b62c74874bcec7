package org.posthorn.testing.testkit;

/// A server did not say what the transcript says, or the transcript cannot be understood.
public final class TranscriptFailure extends AssertionError {
  private static final long serialVersionUID = 1;

  TranscriptFailure(String message) {
    super(message);
  }
}

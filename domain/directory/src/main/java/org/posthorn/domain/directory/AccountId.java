package org.posthorn.domain.directory;

/// Names an account for ever: an id is never given to a second one.
public record AccountId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

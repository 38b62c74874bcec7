package org.posthorn.domain.directory;

/// Names an alias for ever: an id is never given to a second one.
public record AliasId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package org.posthorn.domain.directory;

/// Names a domain for ever: an id is never given to a second one.
public record DomainId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

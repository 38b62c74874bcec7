package org.posthorn.domain.directory;

/// Names a signing key for ever: an id is never given to a second one.
public record DkimKeyId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

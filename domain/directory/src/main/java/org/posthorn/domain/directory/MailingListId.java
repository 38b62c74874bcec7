package org.posthorn.domain.directory;

/// Names a list for ever: an id is never given to a second one.
public record MailingListId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

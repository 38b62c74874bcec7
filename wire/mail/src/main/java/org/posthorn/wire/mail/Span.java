package org.posthorn.wire.mail;

/// A range of a message's bytes: where it starts, and its length in octets.
public record Span(long offset, long length) {

  public Span {
    if (offset < 0 || length < 0) throw new IllegalArgumentException(offset + "+" + length);
  }

  public long end() {
    return offset + length;
  }
}

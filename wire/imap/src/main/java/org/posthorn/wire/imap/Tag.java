package org.posthorn.wire.imap;

/// What a client puts before a command and the server before its last answer (RFC 9051 §2.2.1).
public record Tag(String text) {

  public Tag {
    if (text.isEmpty() || text.length() > ImapLimits.TAG_LENGTH)
      throw new IllegalArgumentException("tag of " + text.length() + " characters");
    for (int i = 0; i < text.length(); i++)
      if (!Chars.isTag(text.charAt(i))) throw new IllegalArgumentException("character in a tag");
  }

  @Override
  public String toString() {
    return text;
  }
}

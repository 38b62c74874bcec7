package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// What a mailbox is for (RFC 6154 §2, RFC 8457 §3).
public enum SpecialUse {
  ALL("\\All"),
  ARCHIVE("\\Archive"),
  DRAFTS("\\Drafts"),
  FLAGGED("\\Flagged"),
  IMPORTANT("\\Important"),
  JUNK("\\Junk"),
  SENT("\\Sent"),
  TRASH("\\Trash");

  private final String text;

  SpecialUse(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// The use that `text` names in any case, with its backslash.
  public static @Nullable SpecialUse named(String text) {
    for (var use : values()) if (use.text.equalsIgnoreCase(text)) return use;
    return null;
  }
}

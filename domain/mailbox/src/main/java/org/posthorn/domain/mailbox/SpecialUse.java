package org.posthorn.domain.mailbox;

import org.jspecify.annotations.Nullable;

/// What a mailbox is for (RFC 6154 §2, RFC 8457 §3). An account has at most one mailbox of each
/// use.
public enum SpecialUse {
  ARCHIVE("Archive"),
  DRAFTS("Drafts"),
  FLAGGED("Flagged"),
  IMPORTANT("Important"),
  JUNK("Junk"),
  SENT("Sent"),
  TRASH("Trash");

  private final String word;

  SpecialUse(String word) {
    this.word = word;
  }

  /// The attribute's word, without the backslash.
  public String word() {
    return word;
  }

  /// The use of that word in any case, or null if there is none.
  public static @Nullable SpecialUse of(String word) {
    for (var use : values()) if (use.word.equalsIgnoreCase(word)) return use;
    return null;
  }
}

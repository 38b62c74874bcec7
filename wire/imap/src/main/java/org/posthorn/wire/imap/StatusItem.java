package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// What STATUS can ask of a mailbox (RFC 9051 §6.3.11 and where named).
public enum StatusItem {
  MESSAGES("MESSAGES"),
  /// IMAP4rev1 only, RFC 3501 §6.3.10
  RECENT("RECENT"),
  UIDNEXT("UIDNEXT"),
  UIDVALIDITY("UIDVALIDITY"),
  UNSEEN("UNSEEN"),
  DELETED("DELETED"),
  /// RFC 9208 §4.1.4
  DELETED_STORAGE("DELETED-STORAGE"),
  /// RFC 8438
  SIZE("SIZE"),
  /// RFC 7162 §3.1.7
  HIGHESTMODSEQ("HIGHESTMODSEQ"),
  /// RFC 7889 §3.1
  APPENDLIMIT("APPENDLIMIT"),
  /// RFC 8474 §4.3
  MAILBOXID("MAILBOXID");

  private final String text;

  StatusItem(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// The item of that name, in upper case.
  static @Nullable StatusItem named(String text) {
    for (var item : values()) if (item.text.equals(text)) return item;
    return null;
  }
}

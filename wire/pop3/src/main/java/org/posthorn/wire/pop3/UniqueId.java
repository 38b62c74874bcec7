package org.posthorn.wire.pop3;

/// A message's unique-id (RFC 1939 §7 UIDL): the UIDVALIDITY of its mailbox and its UID there, so
/// that it stays the same as long as IMAP's do, across restarts and restores, and is never used
/// again.
public record UniqueId(long uidValidity, int uid) {

  static final char SEPARATOR = '.';

  @Override
  public String toString() {
    return uidValidity + "" + SEPARATOR + uid;
  }
}

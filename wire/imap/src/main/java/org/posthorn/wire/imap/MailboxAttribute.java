package org.posthorn.wire.imap;

/// What LIST says of a mailbox besides its special use (RFC 9051 §7.3.1).
public enum MailboxAttribute {
  /// Implies [#NOSELECT] for clients that know this one.
  NONEXISTENT("\\NonExistent"),
  NOINFERIORS("\\Noinferiors"),
  NOSELECT("\\Noselect"),
  HASCHILDREN("\\HasChildren"),
  HASNOCHILDREN("\\HasNoChildren"),
  MARKED("\\Marked"),
  UNMARKED("\\Unmarked"),
  SUBSCRIBED("\\Subscribed"),
  REMOTE("\\Remote"),
  /// RFC 5465 §3.1: it is there, but what it holds is not told.
  NOACCESS("\\NoAccess");

  private final String text;

  MailboxAttribute(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}

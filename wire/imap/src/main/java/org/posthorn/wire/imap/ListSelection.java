package org.posthorn.wire.imap;

/// Which mailboxes LIST shows (RFC 9051 §6.3.9.1, RFC 6154 §5.1).
public enum ListSelection {
  SUBSCRIBED("SUBSCRIBED"),
  REMOTE("REMOTE"),
  RECURSIVEMATCH("RECURSIVEMATCH"),
  SPECIAL_USE("SPECIAL-USE");

  private final String text;

  ListSelection(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}

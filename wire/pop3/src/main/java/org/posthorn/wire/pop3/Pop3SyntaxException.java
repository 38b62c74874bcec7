package org.posthorn.wire.pop3;

/// A line that is no command, or none within its limits, with the reply it gets.
public final class Pop3SyntaxException extends Exception {

  private final transient Reply reply;

  Pop3SyntaxException(String text) {
    super(text, null, false, false);
    reply = Reply.err(text);
  }

  public Reply reply() {
    return reply;
  }
}

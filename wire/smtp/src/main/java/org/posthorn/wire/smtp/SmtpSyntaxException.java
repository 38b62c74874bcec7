package org.posthorn.wire.smtp;

/// A command that is outside the grammar or its limits, with the reply it gets.
public final class SmtpSyntaxException extends Exception {

  private final transient Reply reply;

  SmtpSyntaxException(int code, String enhanced, String text) {
    super(text, null, false, false);
    this.reply = Reply.of(code, enhanced, text);
  }

  public Reply reply() {
    return reply;
  }
}

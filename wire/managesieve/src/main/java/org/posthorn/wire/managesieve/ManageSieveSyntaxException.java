package org.posthorn.wire.managesieve;

/// A command that is none; its message says why, for the person at the other end.
public final class ManageSieveSyntaxException extends Exception {

  private static final long serialVersionUID = 1;

  ManageSieveSyntaxException(String message) {
    super(message, null, false, false);
  }
}

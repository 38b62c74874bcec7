package org.posthorn.wire.smtp;

/// What a server sent is no reply; the connection is of no more use.
public final class MalformedReplyException extends Exception {
  MalformedReplyException(String message) {
    super(message);
  }
}

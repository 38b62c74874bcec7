package org.posthorn.platform.net;

import java.io.IOException;

/// The peer was silent, or too slow, for longer than the session allows. The session may still
/// write its last line.
public final class ReadTimeoutException extends IOException {
  ReadTimeoutException(String message) {
    super(message);
  }
}

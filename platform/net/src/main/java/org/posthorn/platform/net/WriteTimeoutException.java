package org.posthorn.platform.net;

import java.io.IOException;

/// The peer did not read what we wrote within the write time-out; the socket is closed already.
public final class WriteTimeoutException extends IOException {
  WriteTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.posthorn.platform.net;

import java.io.IOException;

/// A certificate or key cannot be used. The message names the file and says what is wrong with it.
public final class TlsException extends IOException {
  TlsException(String message) {
    super(message);
  }

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.posthorn.platform.net;

import java.io.IOException;

/// A listener cannot be opened. The message names listener, address and port and says what to do.
public final class ListenException extends IOException {
  ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}

package org.posthorn.platform.dns;

import java.io.IOException;

/// What a server sent is no answer to what it was asked.
final class MalformedAnswer extends IOException {
  private static final long serialVersionUID = 1;

  MalformedAnswer(String message) {
    super(message);
  }
}

package org.posthorn.platform.net;

import java.io.IOException;

/// What the peer has sent is not what it should be once it is unpacked: malformed, or a bomb.
/// Nothing more can be read; the session may still write its last line.
public final class CompressionException extends IOException {
  CompressionException(String message) {
    super(message);
  }
}

package org.posthorn.platform.net;

import java.io.IOException;

/// The peer (or somebody on the way) sent plain text behind its STARTTLS command. It would be taken
/// for protected input if it survived the handshake (RFC 3207 §5, CVE-2011-0411), so the handshake
/// is not begun.
public final class PlaintextInjectedException extends IOException {
  PlaintextInjectedException(int bytes) {
    super(bytes + " bytes of plain text came behind STARTTLS");
  }
}

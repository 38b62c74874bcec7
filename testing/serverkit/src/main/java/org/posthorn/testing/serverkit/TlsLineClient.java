package org.posthorn.testing.serverkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The same under TLS from the first octet.
public final class TlsLineClient extends LineClient {

  /// @param context says which certificate is shown, if any
  public TlsLineClient(int port, SSLContext context) throws IOException {
    super(port);
    var secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket(), "127.0.0.1", port, true);
    secured.startHandshake();
    use(new BufferedInputStream(secured.getInputStream()), secured.getOutputStream());
  }
}

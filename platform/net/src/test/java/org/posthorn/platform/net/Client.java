package org.posthorn.platform.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A peer as a test needs it: sends what it is told, reads lines, trusts everybody.
final class Client implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;
  private InputStream in;
  private OutputStream out;
  @Nullable SSLSocket secured;

  Client(InetSocketAddress server) throws IOException {
    this(server, 0);
  }

  /// With a small receive buffer, to be full soon; 0 is the system's choice.
  Client(InetSocketAddress server, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(server);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void trickle(String text) throws IOException {
    for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) send(new byte[] {octet});
  }

  /// The next line without its ending, `<end>` at the end of the stream.
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int octet = in.read();
      if (octet < 0) return line.size() == 0 ? "<end>" : line + "<end>";
      if (octet == '\n') return line.toString(StandardCharsets.UTF_8).replace("\r", "");
      line.write(octet);
    }
  }

  /// The client's side of STARTTLS or implicit TLS.
  SSLSocket startTls(@Nullable String serverName, String... protocols) throws IOException {
    var layered =
        (SSLSocket)
            trustingAll()
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", socket.getPort(), true);
    var parameters = layered.getSSLParameters();
    if (serverName != null) parameters.setServerNames(List.of(new SNIHostName(serverName)));
    if (protocols.length > 0) parameters.setProtocols(protocols);
    layered.setSSLParameters(parameters);
    layered.startHandshake();
    in = layered.getInputStream();
    out = layered.getOutputStream();
    secured = layered;
    return layered;
  }

  X509Certificate startTlsAndTellCertificate(String serverName, String... protocols)
      throws IOException {
    var certificates = startTls(serverName, protocols).getSession().getPeerCertificates();
    return (X509Certificate) certificates[0];
  }

  static SSLContext trustingAll() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

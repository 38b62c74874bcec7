package org.posthorn.platform.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The client's side of TLS 1.2 and 1.3 for one connection: whom it trusts, and which name it asks
/// the server for (SNI).
///
/// Names are compared by the trust manager alone, unless the name is all that there is to check:
/// which names a server may have is the protocol's affair. The cipher suites are the JDK's, because
/// where TLS is better than none, an old suite is too.
public final class ClientTls {
  private final SSLContext context;
  private final @Nullable String serverName;
  private final boolean isNameChecked;

  /// TLS with a server whose certificate has to be for a name, or an address, as RFC 9525 compares
  /// them, from one of these authorities.
  public static ClientTls named(
      X509TrustManager authorities, String serverName, SecureRandom random) {
    return new ClientTls(authorities, serverName, random, true);
  }

  /// @param trust hears every certificate; nothing else is checked
  /// @param serverName null to ask for none; one that no host can have is not asked for either
  public ClientTls(
      X509ExtendedTrustManager trust, @Nullable String serverName, SecureRandom random) {
    this(trust, serverName, random, false);
  }

  private ClientTls(
      TrustManager trust, @Nullable String serverName, SecureRandom random, boolean checksName) {
    this.serverName = serverName;
    isNameChecked = checksName;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  private List<SNIServerName> names() {
    if (serverName == null) return List.of();
    try {
      return List.of(new SNIHostName(serverName));
    } catch (IllegalArgumentException _) {
      return List.of(); // an underscore, for one
    }
  }

  SSLSocket layer(Socket socket) throws IOException {
    var peer = serverName == null ? socket.getInetAddress().getHostAddress() : serverName;
    var layered =
        (SSLSocket) context.getSocketFactory().createSocket(socket, peer, socket.getPort(), true);
    layered.setUseClientMode(true);
    var parameters = layered.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setServerNames(names());
    if (isNameChecked) parameters.setEndpointIdentificationAlgorithm("HTTPS");
    layered.setSSLParameters(parameters);
    return layered;
  }
}

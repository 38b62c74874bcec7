package org.posthorn.platform.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.acme.ChallengeSocket.Place;
import org.posthorn.platform.net.KeyFiles;

/// Shows the answer to tls-alpn-01: in a handshake that asks for `acme-tls/1`, a certificate with
/// the name and the hash of the authorization (RFC 8737 §3). Nothing is said after the handshake.
public final class AlpnProof implements Proof {
  private static final String PROTOCOL = "acme-tls/1";

  private final Keys keys = new Keys();
  private final KeyPair pair;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SSLContext context;
  private final ChallengeSocket socket;

  private AlpnProof(Place place, InstantSource clock, SecureRandom random) throws IOException {
    this.clock = clock;
    this.random = random;
    pair = KeyFiles.make(random);
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[0], random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
    socket = ChallengeSocket.open(place, "tls-port in [tls.acme]", this::shakeHands);
  }

  /// Begins to listen.
  ///
  /// @param port the ACME server comes to 443, whatever is listened on
  public static AlpnProof open(
      InetAddress address, int port, InstantSource clock, SecureRandom random) throws IOException {
    return new AlpnProof(new Place(address, port), clock, random);
  }

  /// Where it listens.
  public int port() {
    return socket.port();
  }

  private void shakeHands(Socket connection) throws IOException {
    var peer = connection.getInetAddress().getHostAddress();
    try (var tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(connection, peer, connection.getPort(), true)) {
      tls.setUseClientMode(false);
      // Null ends the handshake with no_application_protocol.
      tls.setHandshakeApplicationProtocolSelector(
          (_, offered) -> offered.contains(PROTOCOL) ? PROTOCOL : null);
      tls.startHandshake();
    }
  }

  @Override
  public Kind kind() {
    return Kind.TLS_ALPN_01;
  }

  @Override
  public void show(Challenge challenge) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(challenge.authorization().getBytes(StandardCharsets.US_ASCII));
      var name = challenge.name();
      keys.certificates.put(name, KeyFiles.challenge(pair, name, hash, clock.instant(), random));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public void withdraw(Challenge challenge) {
    keys.certificates.remove(challenge.name());
  }

  @Override
  public void close() {
    socket.close();
  }

  /// The certificate of the name that the client asks for; to whoever asks for another none is
  /// shown.
  private final class Keys extends X509ExtendedKeyManager {
    private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, Socket socket) {
      if (!keyType.equals("EC")
          || !(socket instanceof SSLSocket tls)
          || !(tls.getHandshakeSession() instanceof ExtendedSSLSession session)) return null;
      for (var name : session.getRequestedServerNames()) {
        if (!(name instanceof SNIHostName host)) continue;
        var asked = host.getAsciiName().toLowerCase(Locale.ROOT);
        if (certificates.containsKey(asked)) return asked;
      }
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      var certificate = certificates.get(alias);
      return certificate == null ? null : new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return pair.getPrivate();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
      return null;
    }
  }
}

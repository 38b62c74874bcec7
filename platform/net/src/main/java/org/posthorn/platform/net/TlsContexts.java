package org.posthorn.platform.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's certificates, chosen by SNI, replaced without a restart, and the TLS settings that
/// go with them: TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only.
/// Thread-safe.
public final class TlsContexts {
  private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);

  private final List<CertificateSource> sources;
  private final Passphrase passphrase;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ServerKeys keys;
  private final SSLContext context;
  private final SSLParameters parameters;
  private final @Nullable ClientAuthorities clients;
  private final ReentrantLock reloading = new ReentrantLock();

  /// @param sources at least one; the first is for clients that ask for no name or one we do not
  ///   have
  /// @throws TlsException if one of them cannot be used
  public TlsContexts(
      List<CertificateSource> sources,
      Passphrase passphrase,
      InstantSource clock,
      SecureRandom random)
      throws TlsException {
    if (sources.isEmpty()) throw new IllegalArgumentException("no certificate is configured");
    this.sources = List.copyOf(sources);
    this.passphrase = passphrase;
    this.clock = clock;
    this.random = random;
    clients = null;
    keys = new ServerKeys(load());
    context = context(keys, new TrustManager[0], random);
    parameters = parameters(context);
  }

  private TlsContexts(TlsContexts of, ClientAuthorities clients) {
    this.sources = of.sources;
    this.passphrase = of.passphrase;
    this.clock = of.clock;
    this.random = of.random;
    this.clients = clients;
    keys = of.keys;
    context = context(keys, new TrustManager[] {clients.taker()}, random);
    parameters = parameters(context);
    parameters.setWantClientAuth(true);
  }

  private static SSLContext context(ServerKeys keys, TrustManager[] trust, SecureRandom random) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, trust, random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /// The same certificates, for listeners that ask clients for one of theirs. A reload of either
  /// shows in both.
  public TlsContexts asking(ClientAuthorities authorities) {
    return new TlsContexts(this, authorities);
  }

  /// Who vouches for clients; null where they are not asked.
  @Nullable ClientAuthorities clients() {
    return clients;
  }

  /// Reads all sources again. New handshakes use what was found; connections that are open go on.
  ///
  /// @throws TlsException if a source cannot be used; all certificates stay as they were
  public void reload() throws TlsException {
    reloading.lock();
    try {
      keys.replace(load());
    } finally {
      reloading.unlock();
    }
  }

  /// The same object for the server's lifetime: a reload shows through it.
  public SSLContext context() {
    return context;
  }

  /// What the server accepts; a copy.
  public SSLParameters parameters() {
    return parameters(context);
  }

  /// The certificates in use, the default first.
  public List<CertificateFacts> certificates() {
    return keys.current().stream().map(ServerKey::facts).toList();
  }

  private List<ServerKey> load() throws TlsException {
    var loaded = new ArrayList<ServerKey>();
    for (var source : sources) {
      var key =
          switch (source) {
            case CertificateSource.PemFiles pem -> PemFiles.load(pem, passphrase);
            case CertificateSource.SelfSigned own -> own(own);
            case CertificateSource.OrSelfSigned either -> either(either);
          };
      warnOfBegin(key);
      loaded.add(key);
    }
    return loaded;
  }

  private ServerKey own(CertificateSource.SelfSigned own) throws TlsException {
    return PemFiles.load(SelfSignedFiles.ensure(own, clock.instant(), random), Passphrase.NONE);
  }

  private ServerKey either(CertificateSource.OrSelfSigned either) throws TlsException {
    if (!Files.exists(either.files().chain())) return own(either.own());
    try {
      return PemFiles.load(either.files(), passphrase);
    } catch (TlsException e) {
      log.warn("{}; a certificate of our own is used instead", e.getMessage());
      return own(either.own());
    }
  }

  /// The end is [Expiry]'s affair.
  private void warnOfBegin(ServerKey key) {
    var begin = key.certificate().getNotBefore().toInstant();
    if (begin.isAfter(clock.instant()))
      log.warn("{}: the certificate is not valid before {}", key.file(), begin);
  }

  private static SSLParameters parameters(SSLContext context) {
    var parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setCipherSuites(
        Arrays.stream(parameters.getCipherSuites())
            .filter(TlsContexts::isModern)
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  private static boolean isModern(String suite) {
    boolean forwardSecret = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_DHE_");
    boolean tls13 = suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
    boolean authenticated = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return tls13 || (forwardSecret && authenticated);
  }

  /// The server's side of TLS over a socket; closing it closes the socket.
  SSLSocket layer(Socket socket) throws IOException {
    var peer = socket.getInetAddress().getHostAddress();
    var layered =
        (SSLSocket) context.getSocketFactory().createSocket(socket, peer, socket.getPort(), true);
    layered.setUseClientMode(false);
    layered.setSSLParameters(parameters);
    return layered;
  }
}

package org.posthorn.platform.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate by the name that the client asks for (SNI). Keys stay in memory: the
/// JDK's own PKIX key manager would decrypt its key store at every handshake.
///
/// Thread-safe. An alias names a key within one generation, and the previous generation is kept, so
/// that a reload in the middle of a handshake mixes nothing up.
final class ServerKeys extends X509ExtendedKeyManager {
  private volatile Generations generations;

  private record Generation(int number, List<ServerKey> keys) {}

  private record Generations(Generation current, Generation previous) {}

  ServerKeys(List<ServerKey> keys) {
    var first = new Generation(1, List.copyOf(keys));
    generations = new Generations(first, first);
  }

  void replace(List<ServerKey> keys) {
    var old = generations.current();
    generations = new Generations(new Generation(old.number() + 1, List.copyOf(keys)), old);
  }

  List<ServerKey> current() {
    return generations.current().keys();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return socket instanceof SSLSocket secured
        ? choose(keyType, secured.getHandshakeSession())
        : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return choose(keyType, engine.getHandshakeSession());
  }

  /// A key for the name asked for; if there is none, the first or one with the same names as the
  /// first (a server may have an RSA and an EC certificate for each name).
  private @Nullable String choose(String keyType, @Nullable SSLSession session) {
    var generation = generations.current();
    var keys = generation.keys();
    var host = host(session);
    boolean known = keys.stream().anyMatch(key -> isFor(key, host));
    for (int i = 0; i < keys.size(); i++) {
      var key = keys.get(i);
      boolean fits = known ? isFor(key, host) : key.names().equals(keys.getFirst().names());
      if (fits && key.key().getAlgorithm().equals(keyType)) return generation.number() + ":" + i;
    }
    return null;
  }

  private static boolean isFor(ServerKey key, @Nullable String host) {
    return host != null && key.covers(host);
  }

  private static @Nullable String host(@Nullable SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) return null;
    for (var name : extended.getRequestedServerNames())
      if (name instanceof SNIHostName host) return host.getAsciiName().toLowerCase(Locale.ROOT);
    return null;
  }

  private @Nullable ServerKey find(String alias) {
    var colon = alias.indexOf(':');
    int number = Integer.parseInt(alias.substring(0, colon));
    int index = Integer.parseInt(alias.substring(colon + 1));
    var now = generations;
    if (now.current().number() == number) return now.current().keys().get(index);
    if (now.previous().number() == number) return now.previous().keys().get(index);
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var key = find(alias);
    return key == null ? null : key.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var key = find(alias);
    return key == null ? null : key.key();
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

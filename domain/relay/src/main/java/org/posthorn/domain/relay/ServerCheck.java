package org.posthorn.domain.relay;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Hears the certificates of one handshake, and refuses them where the rule has to hold. Belongs to
/// the thread of its connection.
final class ServerCheck extends X509ExtendedTrustManager {

  /// Whether a certificate that breaks the rule ends the handshake.
  enum Force {
    MUST_HOLD,
    ONLY_TOLD
  }

  private final CertificateRule rule;
  private final Force force;
  private TlsAttempt.@Nullable Outcome outcome;

  ServerCheck(CertificateRule rule, Force force) {
    this.rule = rule;
    this.force = force;
  }

  /// What was found; null while no certificate has come.
  TlsAttempt.@Nullable Outcome outcome() {
    return outcome;
  }

  private void check(X509Certificate[] chain, String keyExchange) throws CertificateException {
    if (chain.length == 0) throw new CertificateException("no certificate");
    var found = rule.check(List.of(chain), keyExchange);
    outcome = found;
    if (found.result() != TlsResult.SUCCESS && force == Force.MUST_HOLD)
      throw new CertificateException(found.detail());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    check(chain, keyExchange);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    check(chain, keyExchange);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    check(chain, keyExchange);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

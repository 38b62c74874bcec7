package org.posthorn.domain.relay;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.DnsName;

/// A certificate from a known authority for one of the names (RFC 8461 §4.2).
///
/// @param names none when any will do
record PkixRule(X509TrustManager authorities, List<DnsName> names) implements CertificateRule {

  @Override
  public TlsAttempt.Outcome check(List<X509Certificate> chain, String keyExchange) {
    try {
      authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), keyExchange);
    } catch (CertificateException e) {
      var result = isExpired(e) ? TlsResult.CERTIFICATE_EXPIRED : TlsResult.CERTIFICATE_NOT_TRUSTED;
      return new TlsAttempt.Outcome(result, Plain.text(String.valueOf(e.getMessage())));
    }
    if (names.isEmpty()
        || ServerNames.matches(chain.getFirst(), names, ServerNames.CommonName.IGNORED))
      return TlsAttempt.Outcome.SUCCESS;
    return mismatch(chain.getFirst(), names);
  }

  static TlsAttempt.Outcome mismatch(X509Certificate certificate, List<DnsName> wanted) {
    var presented = String.join(", ", ServerNames.presented(certificate));
    return new TlsAttempt.Outcome(
        TlsResult.CERTIFICATE_HOST_MISMATCH,
        Plain.text("the certificate is for " + presented + ", not for " + wanted.getFirst()));
  }

  private static boolean isExpired(CertificateException failure) {
    // Causes may be in a circle in theory; chains of certificates are short.
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof CertificateExpiredException) return true;
      if (cause instanceof CertPathValidatorException path
          && path.getReason() == BasicReason.EXPIRED) return true;
      cause = cause.getCause();
    }
    return false;
  }
}

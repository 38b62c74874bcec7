package org.posthorn.domain.relay;

import java.security.cert.X509Certificate;
import java.util.List;

/// Says whether a server's certificate is good enough. Pure but for the clock it was given.
@FunctionalInterface
interface CertificateRule {

  /// Looks at what a server showed.
  ///
  /// @param chain as the server sent it, its own certificate first; never empty
  /// @param keyExchange the JDK's name of how keys are exchanged
  TlsAttempt.Outcome check(List<X509Certificate> chain, String keyExchange);
}

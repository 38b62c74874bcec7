package org.posthorn.platform.net;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities that vouch for the names of other servers.
public final class Authorities {
  private Authorities() {}

  /// Those that the JDK knows, or that its system properties name.
  public static X509TrustManager ofThisMachine() {
    return of(null);
  }

  /// The certificates of a key store.
  ///
  /// @param roots null for those of this machine
  public static X509TrustManager of(@Nullable KeyStore roots) {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(roots);
      for (var manager : factory.getTrustManagers())
        if (manager instanceof X509TrustManager found) return found;
      throw new IllegalStateException("this JDK trusts nobody");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate authorities cannot be read", e);
    }
  }
}

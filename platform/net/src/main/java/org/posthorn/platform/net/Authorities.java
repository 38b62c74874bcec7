package org.posthorn.platform.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
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

  /// Those of this machine, and more.
  public static X509TrustManager ofThisMachineAnd(List<X509Certificate> more) {
    if (more.isEmpty()) return ofThisMachine();
    try {
      var roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      int number = 0;
      for (var root : ofThisMachine().getAcceptedIssuers())
        roots.setCertificateEntry("machine " + number++, root);
      for (var root : more) roots.setCertificateEntry("more " + number++, root);
      return of(roots);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificate authorities cannot be put together", e);
    }
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

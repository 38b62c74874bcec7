package org.posthorn.testing.testkit;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS contexts for tests only.
public final class TestTls {
  private TestTls() {}

  /// A client that trusts whatever certificate it is shown.
  public static SSLContext client() {
    return client(null);
  }

  /// The same with certificates of its own.
  static SSLContext client(KeyManager @Nullable [] own) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(own, new TrustManager[] {new TrustsAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A server with a self-signed certificate for localhost, 127.0.0.1 and mail.example.test.
  public static SSLContext server() {
    try (var file = TestTls.class.getResourceAsStream("localhost.p12")) {
      var password = "testing".toCharArray();
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(file, password);
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys, password);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A client that trusts the certificate of [#server], for its names, and no other.
  public static SSLContext trustingServer() {
    try (var file = TestTls.class.getResourceAsStream("localhost.p12")) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(file, "testing".toCharArray());
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (var alias : Collections.list(keys.aliases()))
        trusted.setCertificateEntry(alias, keys.getCertificate(alias));
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

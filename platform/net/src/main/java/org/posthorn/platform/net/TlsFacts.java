package org.posthorn.platform.net;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.sasl.ChannelBinding;
import org.posthorn.wire.sasl.Octets;

/// What is known of a connection's TLS layer. Immutable, but for the bindings and the client's
/// certificate, which are worked out when asked for.
public final class TlsFacts {
  private final SSLSession session;
  private final @Nullable String serverName;
  private final boolean isClient;
  private final @Nullable ClientAuthorities clients;

  /// @param clients who vouches for the other end, if it is a client and was asked
  TlsFacts(SSLSocket socket, @Nullable ClientAuthorities clients) {
    this.clients = clients;
    session = socket.getSession();
    serverName = requestedName(session);
    isClient = socket.getUseClientMode();
  }

  private static @Nullable String requestedName(SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) return null;
    for (var name : extended.getRequestedServerNames())
      if (name instanceof SNIHostName host) return host.getAsciiName().toLowerCase(Locale.ROOT);
    return null;
  }

  /// `TLSv1.3` or `TLSv1.2`.
  public String protocol() {
    return session.getProtocol();
  }

  /// The cipher suite by its IANA name.
  public String cipher() {
    return session.getCipherSuite();
  }

  /// The name that the client asked for by SNI, in lower case, or null.
  public @Nullable String serverName() {
    return serverName;
  }

  /// The client's certificate, judged now.
  public ClientCertificate clientCertificate() {
    var authorities = clients;
    if (authorities == null) return new ClientCertificate.None();
    var chain = new ArrayList<X509Certificate>();
    try {
      for (var certificate : session.getPeerCertificates())
        if (certificate instanceof X509Certificate one) chain.add(one);
    } catch (SSLPeerUnverifiedException _) {
      return new ClientCertificate.None();
    }
    return authorities.judge(chain);
  }

  List<ChannelBinding> channelBindings() {
    var bindings = new ArrayList<ChannelBinding>();
    var exporter = exporterBinding();
    if (exporter != null)
      bindings.add(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, Octets.of(exporter)));
    var endPoint = serverEndPointBinding();
    if (endPoint != null)
      bindings.add(
          new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, Octets.of(endPoint)));
    return bindings;
  }

  /// Channel binding `tls-exporter` (RFC 9266 §2), 32 bytes; null where it is not defined, which is
  /// TLS 1.2 without an extended master secret.
  public byte @Nullable [] exporterBinding() {
    if (!(session instanceof ExtendedSSLSession extended)) return null;
    try {
      return extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
    } catch (SSLKeyException | UnsupportedOperationException | IllegalStateException e) {
      return null;
    }
  }

  /// Channel binding `tls-server-end-point` (RFC 5929 §4.1): the hash of the server's certificate,
  /// which is ours or the peer's; null where its signature has no hash of its own (EdDSA).
  public byte @Nullable [] serverEndPointBinding() {
    var server = serverCertificate();
    return server == null ? null : serverEndPoint(server);
  }

  private @Nullable X509Certificate serverCertificate() {
    try {
      var certificates = isClient ? session.getPeerCertificates() : session.getLocalCertificates();
      return certificates != null && certificates[0] instanceof X509Certificate server
          ? server
          : null;
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }

  static byte @Nullable [] serverEndPoint(X509Certificate certificate) {
    var signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    var with = signature.indexOf("WITH");
    if (with < 0) return null;
    var hash =
        switch (signature.substring(0, with)) {
          case "MD5", "SHA1", "SHA256" -> "SHA-256"; // RFC 5929: MD5 and SHA-1 become SHA-256
          case "SHA224" -> "SHA-224";
          case "SHA384" -> "SHA-384";
          case "SHA512" -> "SHA-512";
          default -> null;
        };
    if (hash == null) return null;
    try {
      return MessageDigest.getInstance(hash).digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}

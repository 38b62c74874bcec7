package org.posthorn.wire.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What names the TLS connection that an exchange runs in (RFC 5056).
///
/// @param data the channel's name as both ends compute it; never empty
public record ChannelBinding(Type type, Octets data) {

  /// The label for the TLS keying material exporter (RFC 9266 §2); the context is the zero-length
  /// string.
  public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

  /// The length of what to export (RFC 9266 §2).
  public static final int EXPORTER_OCTETS = 32;

  /// The types that exist here. `tls-unique` does not: TLS 1.3 has none, and the JDK does not show
  /// that of TLS 1.2.
  public enum Type {
    /// RFC 9266. Only for TLS 1.3, or for TLS 1.2 with the extended master secret.
    TLS_EXPORTER("tls-exporter"),
    /// RFC 5929 §4.
    TLS_SERVER_END_POINT("tls-server-end-point");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public ChannelBinding {
    if (data.length() == 0) throw new IllegalArgumentException("no channel binding data");
  }

  /// The binding to the server's certificate: its hash under the hash function of its own
  /// signature, SHA-256 in place of MD5 and SHA-1.
  ///
  /// @return null for signatures without one hash function, such as Ed25519, which RFC 5929 §4.1
  ///   leaves undefined
  public static @Nullable ChannelBinding serverEndPoint(X509Certificate certificate) {
    var hash = signatureHash(certificate);
    if (hash == null) return null;
    try {
      var digest = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
      return new ChannelBinding(Type.TLS_SERVER_END_POINT, Octets.owning(digest));
    } catch (GeneralSecurityException _) {
      return null;
    }
  }

  private static @Nullable String signatureHash(X509Certificate certificate) {
    var algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.equals("RSASSA-PSS")) return strongEnough(pssHash(certificate));
    int with = algorithm.indexOf("WITH");
    return with < 0 ? null : strongEnough(algorithm.substring(0, with));
  }

  private static @Nullable String pssHash(X509Certificate certificate) {
    try {
      var parameters = java.security.AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(certificate.getSigAlgParams());
      return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    } catch (GeneralSecurityException | java.io.IOException _) {
      return null;
    }
  }

  /// The JDK's name of the hash to use for a signature's hash, or null for one that is unknown.
  private static @Nullable String strongEnough(@Nullable String hash) {
    if (hash == null) return null;
    return switch (hash.toUpperCase(Locale.ROOT).replace("-", "")) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA224" -> "SHA-224";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      case "SHA512/256" -> "SHA-512/256";
      case "SHA3256", "SHA3_256" -> "SHA3-256";
      case "SHA3384", "SHA3_384" -> "SHA3-384";
      case "SHA3512", "SHA3_512" -> "SHA3-512";
      default -> null;
    };
  }
}

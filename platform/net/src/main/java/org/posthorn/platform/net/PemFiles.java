package org.posthorn.platform.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Passphrase.LockedKey;

/// Reads certificates and keys from PEM files and checks that they belong together. The usual kinds
/// are read by the JDK; Bouncy Castle, which takes a while to load, only sees encrypted and
/// traditional keys.
final class PemFiles {
  private static final long MOST_BYTES = 1024 * 1024;
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final Pattern PUBLIC =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  private PemFiles() {}

  /// @throws TlsException naming the file and what is wrong with it
  static ServerKey load(CertificateSource.PemFiles files, Passphrase passphrase)
      throws TlsException {
    var certificates = certificates(files.chain());
    var key = key(locked(files, certificates.getFirst()), passphrase);
    for (var certificate : certificates)
      if (belongTogether(certificate.getPublicKey(), key))
        return ServerKey.of(chain(certificate, certificates), key, files.chain());
    throw new TlsException(
        files.key() + ": this key does not belong to the certificate in " + files.chain());
  }

  /// Both halves of an elliptic key, not encrypted.
  static KeyPair pair(Path file) throws TlsException {
    var text = text(file);
    var secret = PKCS8.matcher(text);
    var open = PUBLIC.matcher(text);
    if (!secret.find() || !open.find()) throw new TlsException(file + ": is not a pair of keys");
    try {
      var octets = Base64.getMimeDecoder().decode(open.group(1));
      var certified = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(octets));
      return new KeyPair(certified, key(Base64.getMimeDecoder().decode(secret.group(1)), file));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TlsException(file + ": the key is damaged", e);
    }
  }

  private static LockedKey locked(CertificateSource.PemFiles files, X509Certificate certificate)
      throws TlsException {
    return new LockedKey(
        files.key(),
        certificate.getPublicKey().getAlgorithm(),
        ServerKey.names(certificate, files.chain()));
  }

  private static String text(Path file) throws TlsException {
    try {
      if (Files.size(file) > MOST_BYTES)
        throw new TlsException(file + ": too large for a PEM file");
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new TlsException(file + ": the server may not read this file", e);
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static List<X509Certificate> certificates(Path file) throws TlsException {
    var found = new ArrayList<X509Certificate>();
    var blocks = CERTIFICATE.matcher(text(file));
    try {
      var factory = CertificateFactory.getInstance("X.509");
      while (blocks.find()) {
        var der = Base64.getMimeDecoder().decode(blocks.group(1));
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new TlsException(
          file + ": certificate " + (found.size() + 1) + " in this file is damaged", e);
    }
    if (found.isEmpty()) throw new TlsException(file + ": holds no PEM certificate");
    return found;
  }

  /// The server's certificate first, then its issuers as far as the file has them, whatever the
  /// order there; a root is left out, because no client needs it.
  private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> all) {
    var chain = new ArrayList<X509Certificate>();
    for (var next = first; next != null && !chain.contains(next); next = issuer(next, all))
      if (chain.isEmpty() || !isSelfIssued(next)) chain.add(next);
      else break;
    return chain;
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  private static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> all) {
    for (var candidate : all)
      if (candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal())) return candidate;
    return null;
  }

  private static PrivateKey key(LockedKey locked, Passphrase passphrase) throws TlsException {
    var file = locked.file();
    var text = text(file);
    var plain = PKCS8.matcher(text);
    try {
      if (plain.find()) return key(Base64.getMimeDecoder().decode(plain.group(1)), file);
      return key(otherKey(text, locked, passphrase).getEncoded(), file);
    } catch (TlsException e) {
      throw e;
    } catch (NoPassphrase e) {
      throw new TlsException(String.valueOf(e.getMessage()), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new TlsException(file + ": the private key is damaged", e);
    }
  }

  private static PrivateKey key(byte[] pkcs8, Path file) throws TlsException {
    for (var algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new TlsException(file + ": the private key is damaged or of an unknown kind");
  }

  private static PrivateKeyInfo otherKey(String text, LockedKey locked, Passphrase passphrase)
      throws IOException {
    try (var parser = new PEMParser(new StringReader(text))) {
      for (var found = parser.readObject(); found != null; found = parser.readObject()) {
        switch (found) {
          case PrivateKeyInfo key -> {
            return key;
          }
          case PEMKeyPair pair -> {
            return pair.getPrivateKeyInfo();
          }
          case PEMEncryptedKeyPair pair -> {
            return decrypt(locked, passphrase, secret -> open(pair, secret));
          }
          case PKCS8EncryptedPrivateKeyInfo key -> {
            return decrypt(locked, passphrase, secret -> open(key, secret));
          }
          default -> {
            // Certificates, curve parameters.
          }
        }
      }
    }
    throw new TlsException(locked.file() + ": holds no PEM private key");
  }

  /// Opens a key; null when the passphrase is wrong.
  private interface Lock {
    @Nullable PrivateKeyInfo open(char[] secret) throws IOException;
  }

  /// Whoever was asked for the passphrase said why there is none.
  private static final class NoPassphrase extends IOException {
    private static final long serialVersionUID = 1;

    NoPassphrase(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static PrivateKeyInfo decrypt(LockedKey locked, Passphrase passphrase, Lock lock)
      throws IOException {
    while (true) {
      var opened = lock.open(secret(locked, passphrase));
      if (opened != null) return opened;
      if (!passphrase.mayTryAgain(locked))
        throw new TlsException(locked.file() + ": wrong passphrase for this encrypted key");
    }
  }

  private static @Nullable PrivateKeyInfo open(PEMEncryptedKeyPair pair, char[] secret)
      throws IOException {
    try {
      return pair.decryptKeyPair(new BcPEMDecryptorProvider(secret)).getPrivateKeyInfo();
    } catch (PEMException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable PrivateKeyInfo open(PKCS8EncryptedPrivateKeyInfo key, char[] secret)
      throws IOException {
    try {
      return key.decryptPrivateKeyInfo(
          new JceOpenSSLPKCS8DecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(secret));
    } catch (PKCSException e) {
      return null;
    } catch (OperatorCreationException e) {
      throw new TlsException("the private key is encrypted in a way that is not known here", e);
    }
  }

  private static char[] secret(LockedKey locked, Passphrase passphrase) throws IOException {
    char[] secret;
    try {
      secret = passphrase.of(locked);
    } catch (IOException e) {
      throw new NoPassphrase(e);
    }
    if (secret.length == 0)
      throw new TlsException(
          locked.file() + ": the key is encrypted and no passphrase is configured");
    return secret;
  }

  /// Signs with the one and verifies with the other.
  static boolean belongTogether(PublicKey certified, PrivateKey key) throws TlsException {
    if (!family(certified.getAlgorithm()).equals(family(key.getAlgorithm()))) return false;
    try {
      var signature =
          Signature.getInstance(
              switch (family(key.getAlgorithm())) {
                case "EC" -> "SHA256withECDSA";
                case "EdDSA" ->
                    key instanceof EdECKey named ? named.getParams().getName() : "EdDSA";
                default -> "SHA256withRSA";
              });
      var probe = "posthorn".getBytes(StandardCharsets.US_ASCII);
      signature.initSign(key);
      signature.update(probe);
      var signed = signature.sign();
      signature.initVerify(certified);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      // Of the same family, but of another curve or size.
      return false;
    }
  }

  private static String family(String algorithm) {
    return switch (algorithm) {
      case "Ed25519", "Ed448" -> "EdDSA";
      case "RSASSA-PSS" -> "RSA";
      default -> algorithm;
    };
  }
}

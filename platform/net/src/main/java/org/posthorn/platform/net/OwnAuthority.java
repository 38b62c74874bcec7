package org.posthorn.platform.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.posthorn.platform.net.CertificateMaker.Issuer;
import org.posthorn.platform.net.CertificateMaker.Term;

/// A certificate authority of the administrator's own, for networks whose clients are told to trust
/// it. Its key lies in a file that only its owner may read, not encrypted.
///
/// Refused: making one where there is one, for every certificate that it has signed would be lost.
///
/// @param folder has `ca-cert.pem` and `ca-key.pem`
public record OwnAuthority(Path folder) {
  /// How long the authority itself is good, unless somebody says otherwise.
  public static final Duration VALIDITY = Duration.ofDays(3_650);

  /// Apple's systems accept 825 days at most from authorities that their owners have added.
  public static final Duration MAX_SERVER_VALIDITY = Duration.ofDays(825);

  /// What it issues is good for a year, unless somebody says otherwise.
  public static final Duration SERVER_VALIDITY = Duration.ofDays(365);

  private CertificateSource.PemFiles files() {
    return new CertificateSource.PemFiles(
        folder.resolve("ca-cert.pem"), folder.resolve("ca-key.pem"));
  }

  /// The file to import into clients.
  public Path certificateFile() {
    return files().chain();
  }

  public boolean exists() {
    return Files.exists(files().chain()) && Files.exists(files().key());
  }

  /// Makes the authority.
  ///
  /// @param name as clients show it; at most 64 characters
  /// @throws TlsException there is one, or the files cannot be written
  public void create(String name, Duration validity, Instant now, SecureRandom random)
      throws TlsException {
    if (Files.exists(files().chain()) || Files.exists(files().key()))
      throw new TlsException(folder + ": there is an authority already");
    if (name.isBlank() || name.length() > CertificateMaker.LONGEST_COMMON_NAME)
      throw new TlsException("the name of an authority has 1 to 64 characters");
    var keys = CertificateMaker.keys(random);
    var certificate = CertificateMaker.authority(keys, name, new Term(now, validity, random));
    CertificateMaker.write(files(), keys.getPrivate(), List.of(certificate));
  }

  /// Its certificate.
  ///
  /// @throws TlsException there is none, or it is damaged
  public CertificateFacts facts() throws TlsException {
    return CertificateFacts.of(files().chain());
  }

  /// Makes a key and a certificate for a server.
  ///
  /// @param into are written
  /// @param names host names and addresses; the first is the subject
  /// @throws TlsException there is no authority, or files cannot be read or written
  public void issue(
      CertificateSource.PemFiles into,
      List<String> names,
      Duration validity,
      Instant now,
      SecureRandom random)
      throws TlsException {
    var authority = PemFiles.load(files(), Passphrase.NONE);
    var all = new TreeSet<String>();
    for (var name : names) all.add(CertificateMaker.canonical(name));
    // No client takes what outlives its authority.
    var left = Duration.between(now, authority.certificate().getNotAfter().toInstant());
    var term = new Term(now, left.compareTo(validity) < 0 ? left : validity, random);
    if (!left.isPositive()) throw new TlsException(files().chain() + ": the authority has expired");
    var keys = CertificateMaker.keys(random);
    var issuer = new Issuer(authority.certificate(), authority.key());
    var certificate =
        CertificateMaker.server(keys.getPublic(), names.getFirst(), all, issuer, term);
    CertificateMaker.write(into, keys.getPrivate(), List.of(certificate));
  }

  /// Whether it has signed this.
  boolean vouchesFor(X509Certificate certificate) throws TlsException {
    try {
      certificate.verify(PemFiles.certificates(files().chain()).getFirst().getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}

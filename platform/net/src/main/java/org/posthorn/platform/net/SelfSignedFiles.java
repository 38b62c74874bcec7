package org.posthorn.platform.net;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.CertificateMaker.Issuer;
import org.posthorn.platform.net.CertificateMaker.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the certificate of a server that has no other yet, with all names that clients may use:
/// signed by the administrator's own authority if there is one in `ca/` below the folder, else by
/// itself.
final class SelfSignedFiles {
  private static final Logger log = LoggerFactory.getLogger(SelfSignedFiles.class);

  /// What Apple's systems accept at most.
  static final Duration VALIDITY = OwnAuthority.MAX_SERVER_VALIDITY;

  static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private SelfSignedFiles() {}

  /// Makes the files unless they are there, belong together, have these names and last long enough.
  static CertificateSource.PemFiles ensure(
      CertificateSource.SelfSigned wanted, Instant now, SecureRandom random) throws TlsException {
    var authority = new OwnAuthority(wanted.folder().resolve("ca"));
    if (authority.exists()) return ensureIssued(authority, wanted, now, random);
    var files = files(wanted, "selfsigned");
    var names = names(wanted.names());
    if (isGood(files, names, null, now)) return files;
    var keys = CertificateMaker.keys(random);
    var certificate =
        CertificateMaker.server(
            keys.getPublic(),
            wanted.names().getFirst(),
            names,
            new Issuer(null, keys.getPrivate()),
            new Term(now, VALIDITY, random));
    CertificateMaker.write(files, keys.getPrivate(), List.of(certificate));
    log.info("made a self-signed certificate for {} in {}", names, files.chain());
    return files;
  }

  private static CertificateSource.PemFiles ensureIssued(
      OwnAuthority authority, CertificateSource.SelfSigned wanted, Instant now, SecureRandom random)
      throws TlsException {
    var files = files(wanted, "own");
    var names = names(wanted.names());
    if (isGood(files, names, authority, now)) return files;
    var all = new TreeSet<>(names);
    all.remove(CertificateMaker.canonical(wanted.names().getFirst()));
    var ordered = new ArrayList<String>();
    ordered.add(wanted.names().getFirst());
    ordered.addAll(all);
    authority.issue(files, ordered, OwnAuthority.SERVER_VALIDITY, now, random);
    log.info("the own authority issued a certificate for {} in {}", names, files.chain());
    return files;
  }

  private static CertificateSource.PemFiles files(
      CertificateSource.SelfSigned wanted, String prefix) {
    return new CertificateSource.PemFiles(
        wanted.folder().resolve(prefix + "-cert.pem"),
        wanted.folder().resolve(prefix + "-key.pem"));
  }

  /// What is asked for, and this machine's own names.
  private static Set<String> names(List<String> wanted) {
    var names = new TreeSet<String>();
    wanted.forEach(name -> names.add(CertificateMaker.canonical(name)));
    names.add("localhost");
    names.add("127.0.0.1");
    names.add(CertificateMaker.canonical("::1"));
    return names;
  }

  private static boolean isGood(
      CertificateSource.PemFiles files,
      Set<String> names,
      @Nullable OwnAuthority authority,
      Instant now)
      throws TlsException {
    if (!Files.exists(files.chain()) || !Files.exists(files.key())) return false;
    ServerKey present;
    try {
      present = PemFiles.load(files, Passphrase.NONE);
    } catch (TlsException e) {
      log.warn("the server's own certificate is made anew: {}", e.getMessage());
      return false;
    }
    return new HashSet<>(present.names()).equals(names)
        && present.certificate().getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
        && (authority == null || authority.vouchesFor(present.certificate()));
  }
}

package org.posthorn.platform.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The authorities that vouch for clients, and what they have taken back.
///
/// The handshake takes every certificate, since who shows one that is no good may still log in by
/// password, and is to hear why. What a certificate is worth is judged when it is asked for, by the
/// time of that moment: one that ends while its client is connected, or that a session was resumed
/// with, is worth nothing any more. Nobody is asked over the network. Thread-safe.
public final class ClientAuthorities {

  /// A chain is the certificate, some authorities between, and the root.
  private static final int MAX_AUTHORITIES_BETWEEN = 4;

  /// More than anybody has in one certificate.
  private static final int MAX_ADDRESSES = 20;

  private static final long MAX_CRL_OCTETS = 64L << 20;

  private static final int RFC822_NAME = 1;
  private static final int OTHER_NAME = 0;

  /// `id-on-SmtpUTF8Mailbox` (RFC 8398 §3, RFC 9598 §3)
  private static final String SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

  /// `id-kp-clientAuth` and `anyExtendedKeyUsage` (RFC 5280 §4.2.1.12)
  private static final Set<String> FOR_CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

  private final Path file;
  private final @Nullable Path revoked;
  private final InstantSource clock;
  private volatile Trust trust;

  /// What was read.
  ///
  /// @param revocations null where nobody publishes any
  private record Trust(
      List<X509Certificate> roots,
      Set<TrustAnchor> anchors,
      @Nullable Collection<X509CRL> revocations) {}

  /// Why a certificate is worth nothing.
  private static final class Worthless extends Exception {
    Worthless(String reason) {
      super(reason, null, false, false);
    }
  }

  /// @param file PEM, one or more authorities
  /// @param revoked PEM or DER, the revocation lists of all of them and of those between; with it,
  ///   a certificate about which none of them says anything at this time is refused
  /// @throws TlsException naming the file and what is wrong with it
  public ClientAuthorities(Path file, @Nullable Path revoked, InstantSource clock)
      throws TlsException {
    this.file = file;
    this.revoked = revoked;
    this.clock = clock;
    trust = read();
  }

  /// Reads the files again.
  ///
  /// @throws TlsException if one of them cannot be used; everything stays as it was
  public void reload() throws TlsException {
    trust = read();
  }

  private Trust read() throws TlsException {
    var roots = PemFiles.certificates(file);
    var anchors = new HashSet<TrustAnchor>();
    for (var root : roots) {
      if (root.getBasicConstraints() < 0)
        throw new TlsException(
            file + ": " + root.getSubjectX500Principal() + " is not an authority's certificate");
      anchors.add(new TrustAnchor(root, null));
    }
    return new Trust(List.copyOf(roots), Set.copyOf(anchors), revocations());
  }

  private @Nullable Collection<X509CRL> revocations() throws TlsException {
    if (revoked == null) return null;
    try {
      if (Files.size(revoked) > MAX_CRL_OCTETS)
        throw new TlsException(revoked + ": more than 64 MiB of revocation lists");
      var lists = lists(revoked);
      if (lists.isEmpty()) throw new TlsException(revoked + ": holds no revocation list");
      return lists;
    } catch (TlsException e) {
      throw e;
    } catch (IOException e) {
      throw new TlsException(revoked + ": cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(revoked + ": a revocation list in it is damaged", e);
    }
  }

  private static List<X509CRL> lists(Path file) throws IOException, GeneralSecurityException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      return CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
          .filter(X509CRL.class::isInstance)
          .map(X509CRL.class::cast)
          .toList();
    }
  }

  /// What this chain is worth now; the client has proven that it has the first one's key.
  ClientCertificate judge(List<X509Certificate> chain) {
    if (chain.isEmpty()) return new ClientCertificate.None();
    try {
      var own = chain.getFirst();
      checkTerm(own);
      checkPurpose(own);
      checkIssuer(chain, trust);
      var addresses = addresses(own);
      if (addresses.isEmpty()) throw new Worthless("names no mail address (subjectAltName)");
      return new ClientCertificate.Good(addresses);
    } catch (Worthless e) {
      return new ClientCertificate.Refused(String.valueOf(e.getMessage()));
    }
  }

  private void checkTerm(X509Certificate own) throws Worthless {
    try {
      own.checkValidity(now());
    } catch (CertificateExpiredException _) {
      throw new Worthless("has expired");
    } catch (CertificateNotYetValidException _) {
      throw new Worthless("is not valid yet");
    }
  }

  private Date now() {
    return Date.from(clock.instant());
  }

  private static void checkPurpose(X509Certificate own) throws Worthless {
    // RFC 5280 §4.2.1.3: the first bit is digitalSignature, which a handshake is.
    var usage = own.getKeyUsage();
    if (usage != null && !usage[0]) throw new Worthless("is not one for signing, as logins do");
    try {
      var purposes = own.getExtendedKeyUsage();
      if (purposes != null && purposes.stream().noneMatch(FOR_CLIENTS::contains))
        throw new Worthless("is not one for clients");
    } catch (CertificateParsingException _) {
      throw new Worthless("is damaged");
    }
  }

  private void checkIssuer(List<X509Certificate> chain, Trust now) throws Worthless {
    try {
      if (!leadsToRoot(chain, now, null))
        throw new Worthless("is not from an authority that is trusted here");
      var lists = now.revocations;
      if (lists == null || leadsToRoot(chain, now, lists)) return;
      throw new Worthless(
          isOn(lists, chain)
              ? "was revoked"
              : "cannot be checked for revocation: its authority's list is missing or too old");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot check certificates", e);
    }
  }

  private boolean leadsToRoot(
      List<X509Certificate> chain, Trust now, @Nullable Collection<X509CRL> lists)
      throws GeneralSecurityException {
    var target = new X509CertSelector();
    target.setCertificate(chain.getFirst());
    var parameters = new PKIXBuilderParameters(now.anchors, target);
    parameters.addCertStore(store(chain));
    parameters.setMaxPathLength(MAX_AUTHORITIES_BETWEEN);
    parameters.setDate(now());
    parameters.setRevocationEnabled(false);
    var builder = CertPathBuilder.getInstance("PKIX");
    if (lists != null) {
      parameters.addCertStore(store(lists));
      var checker = (PKIXRevocationChecker) builder.getRevocationChecker();
      checker.setOptions(EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK));
      parameters.addCertPathChecker(checker);
    }
    try {
      builder.build(parameters);
      return true;
    } catch (java.security.cert.CertPathBuilderException _) {
      return false;
    }
  }

  private static CertStore store(Collection<?> content) throws GeneralSecurityException {
    return CertStore.getInstance("Collection", new CollectionCertStoreParameters(content));
  }

  private static boolean isOn(Collection<X509CRL> lists, List<X509Certificate> chain) {
    for (var list : lists)
      for (var one : chain)
        if (list.getIssuerX500Principal().equals(one.getIssuerX500Principal())
            && list.isRevoked(one)) return true;
    return false;
  }

  private static List<String> addresses(X509Certificate own) throws Worthless {
    var found = new ArrayList<String>();
    try {
      var names = own.getSubjectAlternativeNames();
      if (names == null) return found;
      for (var name : names) {
        var address = address(name);
        if (address == null || address.indexOf('@') < 0) continue;
        if (found.size() == MAX_ADDRESSES) throw new Worthless("names too many addresses");
        found.add(address);
      }
      return found;
    } catch (CertificateParsingException _) {
      throw new Worthless("is damaged");
    }
  }

  /// @param name the kind and the value, and for another name of a kind with a number that, and the
  ///   value again
  private static @Nullable String address(List<?> name) {
    if (name.getFirst() instanceof Integer kind && kind == RFC822_NAME)
      return name.get(1) instanceof String text ? text : null;
    boolean isUtf8 =
        name.getFirst() instanceof Integer kind
            && kind == OTHER_NAME
            && name.size() == 4
            && SMTP_UTF8_MAILBOX.equals(name.get(2));
    return isUtf8 && name.get(3) instanceof String text ? text : null;
  }

  /// For the handshake: says whose certificates are wanted, and takes all.
  X509ExtendedTrustManager taker() {
    return new Taker();
  }

  private final class Taker extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw notAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      throw notAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      throw notAClient();
    }

    private static IllegalStateException notAClient() {
      return new IllegalStateException("made for servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.roots.toArray(X509Certificate[]::new);
    }
  }
}

package org.posthorn.domain.relay;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Tlsa;

/// A certificate that TLSA records vouch for (RFC 7672 §3).
///
/// DANE-EE matches the server's own certificate, and neither names nor dates count. DANE-TA matches
/// an authority that the server has to send along; then names, dates and the chain count.
///
/// @param records usable ones, see `DaneRecords`
/// @param names what the certificate may be for under DANE-TA (§3.2.2)
record DaneRule(List<Tlsa> records, List<DnsName> names, InstantSource clock)
    implements CertificateRule {

  /// Certificates of a chain that are looked at; nobody needs as many.
  private static final int MAX_CHAIN = 10;

  private static final Set<String> SERVER_PURPOSES = Set.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

  @Override
  public TlsAttempt.Outcome check(List<X509Certificate> chain, String keyExchange) {
    var sent = chain.subList(0, Math.min(chain.size(), MAX_CHAIN));
    var own = sent.getFirst();
    if (records.stream().anyMatch(r -> r.usage() == DaneRecords.DANE_EE && matches(r, own)))
      return TlsAttempt.Outcome.SUCCESS;
    var anchors = new ArrayList<X509Certificate>();
    for (var authority : sent.subList(1, sent.size()))
      if (records.stream().anyMatch(r -> r.usage() == DaneRecords.DANE_TA && matches(r, authority)))
        anchors.add(authority);
    if (anchors.isEmpty())
      return new TlsAttempt.Outcome(
          TlsResult.CERTIFICATE_NOT_TRUSTED, "no certificate of the server matches a TLSA record");
    return byAuthority(sent, anchors);
  }

  private TlsAttempt.Outcome byAuthority(
      List<X509Certificate> sent, List<X509Certificate> anchors) {
    var own = sent.getFirst();
    var now = Date.from(clock.instant());
    var valid = anchors.stream().filter(anchor -> isValid(anchor, now)).toList();
    if (valid.isEmpty() || !isValid(own, now))
      return new TlsAttempt.Outcome(
          TlsResult.CERTIFICATE_EXPIRED, "expired, or not valid before a later day");
    try {
      var target = new X509CertSelector();
      target.setCertificate(own);
      var trusted = new java.util.HashSet<TrustAnchor>();
      for (var anchor : valid) trusted.add(new TrustAnchor(anchor, null));
      var parameters = new PKIXBuilderParameters(trusted, target);
      // RFC 7672 §4: what is revoked is taken out of DNS.
      parameters.setRevocationEnabled(false);
      parameters.setDate(now);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      return new TlsAttempt.Outcome(
          TlsResult.CERTIFICATE_NOT_TRUSTED, Plain.text(String.valueOf(e.getMessage())));
    }
    if (!isForServers(own))
      return new TlsAttempt.Outcome(
          TlsResult.CERTIFICATE_NOT_TRUSTED, "the certificate is not for servers");
    // RFC 7672 §3.2.3: the common name counts only here.
    if (ServerNames.matches(own, names, ServerNames.CommonName.COUNTS))
      return TlsAttempt.Outcome.SUCCESS;
    return PkixRule.mismatch(own, names);
  }

  private static boolean isValid(X509Certificate certificate, Date now) {
    try {
      certificate.checkValidity(now);
      return true;
    } catch (CertificateException _) {
      return false;
    }
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      var purposes = certificate.getExtendedKeyUsage();
      return purposes == null || purposes.stream().anyMatch(SERVER_PURPOSES::contains);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static boolean matches(Tlsa record, X509Certificate certificate) {
    try {
      var selected =
          record.selector() == DaneRecords.CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      var matched =
          switch (record.matching()) {
            case DaneRecords.FULL -> selected;
            case DaneRecords.SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case DaneRecords.SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> throw new IllegalStateException("not usable: " + record);
          };
      return HexFormat.of().formatHex(matched).equalsIgnoreCase(record.hex());
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}

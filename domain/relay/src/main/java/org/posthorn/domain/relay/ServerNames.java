package org.posthorn.domain.relay;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.posthorn.wire.dns.DnsName;

/// The DNS names that a certificate is for (RFC 9525 §6.3): a `*` may only be the whole first
/// label, and stands for one label.
final class ServerNames {

  /// Alternative names that are looked at: more is no certificate but an attack.
  private static final int MAX_NAMES = 1_000;

  private static final int DNS_NAME = 2;

  private ServerNames() {}

  /// Whether the common name counts where there is no DNS name.
  enum CommonName {
    COUNTS,
    IGNORED
  }

  static boolean matches(X509Certificate certificate, List<DnsName> wanted, CommonName common) {
    var presented = presented(certificate);
    if (presented.isEmpty() && common == CommonName.COUNTS) presented = commonNames(certificate);
    for (var name : presented)
      for (var reference : wanted) if (matches(name, reference)) return true;
    return false;
  }

  static boolean matches(String presented, DnsName reference) {
    var name = presented.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
    if (!name.startsWith("*.")) return name.equals(reference.text());
    int dot = reference.text().indexOf('.');
    // `*.org` would be half the world.
    return dot > 0
        && name.indexOf('.', 2) > 0
        && reference.text().substring(dot).equals(name.substring(1));
  }

  static List<String> presented(X509Certificate certificate) {
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) return List.of();
      var names = new ArrayList<String>();
      for (var alternative : alternatives)
        if (names.size() < MAX_NAMES
            && alternative.get(0) instanceof Integer kind
            && kind == DNS_NAME
            && alternative.get(1) instanceof String name) names.add(name);
      return names;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      var subject = new LdapName(certificate.getSubjectX500Principal().getName());
      return subject.getRdns().stream()
          .filter(part -> part.getType().equalsIgnoreCase("CN"))
          .map(part -> String.valueOf(part.getValue()))
          .toList();
    } catch (InvalidNameException _) {
      return List.of();
    }
  }
}

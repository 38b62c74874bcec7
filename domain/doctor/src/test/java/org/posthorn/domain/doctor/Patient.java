package org.posthorn.domain.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.domain.directory.DkimKeyId;
import org.posthorn.domain.directory.DomainKey;
import org.posthorn.domain.doctor.Network.Answer;
import org.posthorn.domain.doctor.Site.Served;
import org.posthorn.domain.relay.StsFetch;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;

/// An installation in good health, whose parts a test makes ill.
final class Patient {
  static final DnsName HOST = new DnsName("mail.example.org");
  static final DnsName DOMAIN = new DnsName("example.org");
  static final InetAddress ADDRESS = InetAddress.ofLiteral("198.51.100.7");
  static final String KEY_HASH = "ab".repeat(32);
  static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  private static final DkimKey SECRET =
      DkimKey.generate(DkimAlgorithm.RSA_SHA256, 1_024, TestRandom.notSecure(7));

  final FakeDns dns =
      FakeDns.of(
          """
          example.org               MX    10 mail.example.org
          example.org               TXT   v=spf1 mx -all
          _dmarc.example.org        TXT   v=DMARC1; p=reject; rua=mailto:postmaster@example.org
          _smtp._tls.example.org    TXT   v=TLSRPTv1; rua=mailto:postmaster@example.org
          _mta-sts.example.org      TXT   v=STSv1; id=1
          _submissions._tcp.example.org SRV 0 1 465 mail.example.org
          _imaps._tcp.example.org   SRV   0 1 993 mail.example.org
          mail.example.org          A     198.51.100.7
          _25._tcp.mail.example.org TLSA  3 1 1 %s
          198.51.100.7              PTR   mail.example.org
          127.0.0.1                 PTR   localhost
          gmail.com                 MX    10 mx.gmail.com
          mx.gmail.com              A     203.0.113.1
          outlook.com               MX    10 mx.outlook.com
          mx.outlook.com            A     203.0.113.2
          """
              .formatted(KEY_HASH),
          "mail.example.org SIGNED",
          "1.key._domainkey.example.org TXT " + SECRET.record().joined());

  final List<DomainKey> keys = new ArrayList<>(List.of(key("1.key", DomainKey.State.ACTIVE)));
  final Map<String, Answer> answers = new HashMap<>();
  final List<Served> services = new ArrayList<>();
  final List<CertificateFacts> certificates =
      new ArrayList<>(
          List.of(certificate(Duration.ofDays(60), "CN=Authority", HOST.text(), DOMAIN.text())));
  final List<InetAddress> sources = new ArrayList<>();
  boolean isRunning = true;
  boolean hasOtherWays;
  StsFetch.Fetched policy =
      new StsFetch.Fetched.Body(
          "text/plain", "version: STSv1\nmode: enforce\nmx: mail.example.org\nmax_age: 86400\n");

  Patient() {
    services.add(new Served("smtp", 25, null, false, "220 "));
    services.add(new Served("submissions", 465, "_submissions._tcp", true, "220 "));
    services.add(new Served("imaps", 993, "_imaps._tcp", true, "* OK"));
    answers.put("198.51.100.7 25", new Answer.Reached("220 mail.example.org Posthorn"));
    answers.put("198.51.100.7 465", new Answer.Reached("220 mail.example.org Posthorn"));
    answers.put("198.51.100.7 993", new Answer.Reached("* OK [CAPABILITY] mail.example.org"));
    answers.put("203.0.113.1 25", new Answer.Reached("220 mx.google.com"));
    // The root is signed, and so is what the resolver says of it.
    dns.add(". SIGNED");
  }

  static DomainKey key(String selector, DomainKey.State state) {
    return new DomainKey(
        new DkimKeyId(1),
        new DomainName("example.org"),
        new DkimSelector(selector),
        SECRET,
        state,
        NOW,
        null,
        null);
  }

  static CertificateFacts certificate(Duration left, String issuer, String... names) {
    return new CertificateFacts(
        List.of(names),
        issuer,
        issuer.contains("itself"),
        NOW.minus(Duration.ofDays(300)),
        NOW.plus(left),
        "EC",
        "cd".repeat(32),
        KEY_HASH,
        Path.of("/certs/cert.pem"));
  }

  Site site() {
    return new Site(
        HOST, sources, Set.of(ADDRESS), services, certificates, isRunning, hasOtherWays);
  }

  private Answer greet(InetSocketAddress end) {
    var place = end.getAddress().getHostAddress() + " " + end.getPort();
    return answers.getOrDefault(place, new Answer.Failed("connection timed out"));
  }

  List<Finding> findings() {
    var clock = ManualClock.standing();
    var doctor =
        new Doctor(dns, _ -> policy, (end, _) -> greet(end), clock, TestRandom.notSecure(1));
    return doctor.examine(site(), List.of(new HostedDomain(DOMAIN, keys)), Duration.ofSeconds(60));
  }

  /// Those of one check that are not fine, as `FAULT what`, `HINT what`.
  List<String> ills(String check) {
    var ills = new ArrayList<String>();
    for (var finding : findings()) {
      if (!finding.topic().check().equals(check)) continue;
      switch (finding) {
        case Finding.Fine _ -> {}
        case Finding.Hint hint -> ills.add("HINT " + hint.what());
        case Finding.Fault fault -> ills.add("FAULT " + fault.what());
      }
    }
    return ills;
  }

  /// What mends the first fault or hint of a check.
  List<String> mends(String check) {
    for (var finding : findings()) {
      if (!finding.topic().check().equals(check)) continue;
      if (finding instanceof Finding.Fault fault) return fault.mend();
      if (finding instanceof Finding.Hint hint) return hint.mend();
    }
    return List.of();
  }
}

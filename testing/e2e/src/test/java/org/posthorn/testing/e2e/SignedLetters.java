package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.domain.guard.MessageSource;
import org.posthorn.domain.guard.Sealing;
import org.posthorn.domain.guard.SenderResults;
import org.posthorn.domain.guard.SenderVerdict;
import org.posthorn.domain.guard.Signing;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.ArcValidator;
import org.posthorn.wire.mailauth.ArcVerdict;
import org.posthorn.wire.mailauth.AuthenticationResults;
import org.posthorn.wire.mailauth.BodySink;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DkimVerifier;
import org.posthorn.wire.mailauth.Iprev;

/// A domain with a key of each kind, a letter that is signed and sealed with them, and what we find
/// of the signatures of others who have the same keys.
final class SignedLetters {
  static final DomainName DOMAIN = new DomainName("example.test");

  static final String LETTER =
      """
      From: Romeo <romeo@example.test>
      To: Juliet <juliet@example.test>
      Subject: The balcony
       at nine
      Date: Mon, 2 Nov 2026 10:00:00 +0000
      Message-ID: <1@example.test>

      See  you tonight.

      """
          .replace("\n", "\r\n");

  private final InstantSource clock;
  private final Map<DkimAlgorithm, DkimKey> secrets = new LinkedHashMap<>();
  private final List<DkimSigner.Key> keys = new ArrayList<>();
  private final Map<String, String> records = new LinkedHashMap<>();

  SignedLetters(InstantSource clock) {
    this.clock = clock;
    for (var algorithm : DkimAlgorithm.values()) {
      var secret = DkimKey.generate(algorithm, TestRandom.notSecure(1));
      secrets.put(algorithm, secret);
      var selector = new DkimSelector(algorithm.keyType());
      keys.add(new DkimSigner.Key(new DnsName(DOMAIN.ascii()), selector, secret));
      records.put(selector + "._domainkey." + DOMAIN, secret.record().joined());
    }
  }

  /// The texts that are in DNS, by their names.
  Map<String, String> records() {
    return records;
  }

  /// A private key; its selector is its kind.
  String pem(DkimAlgorithm algorithm) {
    var secret = secrets.get(algorithm);
    if (secret == null) throw new IllegalArgumentException(algorithm.toString());
    return secret.pem();
  }

  private static MessageSource source(String message) {
    return () -> new ByteArrayInputStream(message.getBytes(UTF_8));
  }

  String signed() throws IOException {
    return new Signing(_ -> keys, clock).sign(source(LETTER), List.of(DOMAIN)) + LETTER;
  }

  String sealed(String message) throws IOException {
    var arc = new ArcVerdict(ArcVerdict.Status.NONE, "there is no chain", List.of());
    var nameless = new Iprev.Verdict(Iprev.Result.PERMERROR, null);
    var results = new SenderResults(nameless, null, null, null, arc, null);
    var authentication = new AuthenticationResults("mx.example.test", List.of());
    var verdict =
        new SenderVerdict(
            new Judgement.Accept(List.of()), results, authentication, "", Set.of(), null);
    return new Sealing(_ -> keys, clock).seal(source(message), DOMAIN, verdict) + message;
  }

  static String changed(String message) {
    return message.replace("balcony", "garden");
  }

  private FakeDns dns() {
    var dns = FakeDns.of();
    records.forEach((name, text) -> dns.add(name + " TXT " + text));
    return dns;
  }

  List<DkimVerdict> verify(String message) {
    var verification = new DkimVerifier(dns(), clock).start(header(message));
    body(message, verification);
    return verification.finish();
  }

  ArcVerdict validate(String message) {
    var validation = new ArcValidator(dns(), clock).start(header(message));
    body(message, validation);
    return validation.finish();
  }

  private static HeaderFields header(String message) {
    return HeaderFields.of(message.getBytes(UTF_8));
  }

  private static void body(String message, BodySink sink) {
    var octets = message.substring(message.indexOf("\r\n\r\n") + 4).getBytes(UTF_8);
    sink.body(octets, 0, octets.length);
  }
}

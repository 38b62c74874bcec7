package org.posthorn.domain.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.posthorn.domain.guard.SenderFacts.Door;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;

/// Messages, keys and a zone for tests: example.com signs, list.example and relay.example send on.
final class Letters {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000L));
  static final String HOST = "mx.example.net";
  static final DomainName COM = new DomainName("example.com");
  static final DomainName LIST = new DomainName("list.example");
  static final DomainName RELAY = new DomainName("relay.example");

  private static final DkimKey RSA = key(DkimAlgorithm.RSA_SHA256, 1);
  private static final DkimKey ED25519 = key(DkimAlgorithm.ED25519_SHA256, 2);

  static final SigningKeys KEYS =
      domain ->
          Map.of(
                  COM, List.of(key(COM, "rsa", RSA), key(COM, "ed", ED25519)),
                  LIST, List.of(key(LIST, "ed", ED25519), key(LIST, "rsa", RSA)),
                  RELAY, List.of(key(RELAY, "ed", ED25519)))
              .getOrDefault(domain, List.of());

  static final String LETTER =
      """
      From: Romeo <romeo@example.com>
      To: Juliet <juliet@example.net>
      Subject: The balcony
      Date: Fri, 20 Nov 2026 10:00:00 +0000
      Message-ID: <1@example.com>

      See you tonight.
      """
          .replace("\n", "\r\n");

  private Letters() {}

  private static DkimKey key(DkimAlgorithm algorithm, int seed) {
    return DkimKey.generate(algorithm, TestRandom.notSecure(seed));
  }

  private static DkimSigner.Key key(DomainName domain, String selector, DkimKey key) {
    return new DkimSigner.Key(new DnsName(domain.ascii()), new DkimSelector(selector), key);
  }

  /// A client with a name, SPF for it, and keys; DMARC only where a test adds it.
  static FakeDns zone() {
    var zone =
        FakeDns.of(
            """
            192.0.2.1    PTR mail.example.com
            mail.example.com A 192.0.2.1
            example.com  TXT v=spf1 ip4:192.0.2.1 -all
            192.0.2.9    PTR out.relay.example
            out.relay.example A 192.0.2.9
            relay.example TXT v=spf1 ip4:192.0.2.9 -all
            """);
    for (var domain : List.of(COM, LIST, RELAY)) {
      for (var key : KEYS.of(domain)) {
        var strings =
            key.secret().record().strings().stream().map(text -> "\"" + text + "\"").toList();
        zone.add(key.selector() + "._domainkey." + domain + " TXT " + String.join(" ", strings));
      }
    }
    return zone;
  }

  static MessageSource source(String message) {
    return () -> new ByteArrayInputStream(message.getBytes(UTF_8));
  }

  static String signed(String message) {
    return sign(message, COM) + message;
  }

  static String sign(String message, DomainName... domains) {
    try {
      return new Signing(KEYS, CLOCK).sign(source(message), List.of(domains));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(text, e);
    }
  }

  /// From the host that example.com names.
  static SenderFacts own(String message) {
    return facts("192.0.2.1", "mail.example.com", "romeo@example.com", message);
  }

  /// From a host that only passes it on, the envelope unchanged.
  static SenderFacts forwarded(String message) {
    return facts("192.0.2.9", "out.relay.example", "romeo@example.com", message);
  }

  static SenderFacts facts(String client, String helo, String sender, String message) {
    return new SenderFacts(
        Door.STRANGER,
        InetAddress.ofLiteral(client),
        helo,
        sender.isEmpty() ? null : address(sender),
        source(message));
  }
}

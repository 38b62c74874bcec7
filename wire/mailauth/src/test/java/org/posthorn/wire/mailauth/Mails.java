package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.HeaderFields;

/// Messages and keys for tests.
final class Mails {

  static final Instant NOW = Instant.ofEpochSecond(1_795_000_000L);
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final DnsName DOMAIN = new DnsName("example.com");

  static final DkimKey RSA = DkimKey.generate(DkimAlgorithm.RSA_SHA256, new SecureRandom());
  static final DkimKey ED25519 = DkimKey.generate(DkimAlgorithm.ED25519_SHA256, new SecureRandom());

  static final String HEADER =
      """
      Received: from a by b; Fri, 20 Nov 2026 10:00:00 +0000
      From: Romeo <romeo@example.com>
      To: Juliet <juliet@example.net>
      Subject: The balcony
      Date: Fri, 20 Nov 2026 10:00:00 +0000
      Message-ID: <1@example.com>

      """
          .replace("\n", "\r\n");

  static final String BODY = "See you  tonight. \r\n\r\nRomeo\r\n\r\n";

  private Mails() {}

  static FakeDns zone() {
    return publish(publish(FakeDns.of(), "rsa", RSA), "ed", ED25519);
  }

  static FakeDns publish(FakeDns zone, String selector, DkimKey key) {
    var strings = key.record().strings().stream().map(it -> "\"" + it + "\"").toList();
    return zone.add(selector + "._domainkey." + DOMAIN + " TXT " + String.join(" ", strings));
  }

  static DkimSigner.Key key(String selector, DkimKey key) {
    return new DkimSigner.Key(DOMAIN, new DkimSelector(selector), key);
  }

  static DkimSigner signer(DkimSigner.Form form) {
    return new DkimSigner(List.of(key("rsa", RSA), key("ed", ED25519)), form, CLOCK);
  }

  static String signed(String header, String body) {
    var signing = signer(DkimSigner.Form.RELAXED).start(HeaderFields.of(header.getBytes(UTF_8)));
    feed(signing, body, 7);
    return signing.finish() + header + body;
  }

  static void feed(BodySink sink, String body, int piece) {
    var bytes = body.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += piece)
      sink.body(bytes, at, Math.min(piece, bytes.length - at));
  }

  static List<DkimVerdict> verify(Dns dns, String message) {
    return verify(dns, message, NOW);
  }

  static List<DkimVerdict> verify(Dns dns, String message, Instant now) {
    int end = message.indexOf("\r\n\r\n") + 4;
    var header = HeaderFields.of(message.substring(0, end).getBytes(UTF_8));
    var verification = new DkimVerifier(dns, InstantSource.fixed(now)).start(header);
    feed(verification, message.substring(end), 1_000);
    return verification.finish();
  }

  static List<DkimReason> reasons(Dns dns, String message) {
    return verify(dns, message).stream().map(DkimVerdict::reason).toList();
  }

  /// A message whose topmost field is a signature with these tags, made with the RSA key; `bh=` and
  /// `b=` are added, unless they are there.
  static String handSigned(String tags, String header, String body) {
    return handSigned(tags, header, body, RSA);
  }

  static String handSigned(String tags, String header, String body, DkimKey key) {
    var parsed = TagList.parse(tags);
    var form = parsed == null ? "" : parsed.value("c", "simple/simple");
    var limit = parsed == null ? null : parsed.value("l");
    var hash =
        new BodyHash(
            form.endsWith("/relaxed") ? Canonicalization.RELAXED : Canonicalization.SIMPLE,
            limit == null ? Long.MAX_VALUE : Math.max(0, Digits.longNumber(limit, 15)));
    feed(hash::update, body, 1_000);
    var field = "DKIM-Signature: " + tags;
    if (!tags.contains("bh=")) field += "; bh=" + hash.finish();
    if (tags.contains(" b=")) return field + "\r\n" + header + body;
    var block =
        new SignableHeader(HeaderFields.of((field + "; b=AAAA\r\n" + header).getBytes(UTF_8)));
    var list = TagList.parse(block.value(0));
    if (list == null) return field + "; b=AAAA\r\n" + header + body;
    try {
      var data =
          DkimVerification.signedData(block, 0, DkimSignature.parse(list, DkimSignature.Kind.DKIM));
      return field + "; b=" + Sha256.base64(key.sign(data)) + "\r\n" + header + body;
    } catch (DkimFault fault) {
      return field + "; b=AAAA\r\n" + header + body;
    }
  }
}

package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.mail.HeaderFields;

class DkimVerifierTest {

  private static final String GOOD = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=rsa; ";
  private static final String FIELDS = "h=From:To:Subject:Date";
  private static final String WEAK_KEY =
      "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMTlUb8aL5WbEbJNpsk2LkMEkUlNTQMBnTd1uPGqFNk1yXGhqLVxE"
          + "LHvHPVmCKQjgcO5XPYMKS1kI0wYlPs0cUkCAwEAAQ==";

  static Stream<Arguments> goodFields() {
    return Stream.of(
        arguments(DkimReason.VERIFIED, GOOD + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "h=From"),
        arguments(DkimReason.VERIFIED, GOOD + "h=FROM : subject\r\n\t:X-None:From:From"),
        arguments(DkimReason.VERIFIED, GOOD + "unknown=tag; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "i=@mail.example.com; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "i=romeo=40home@example.com; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "q=dns/txt:other; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "t=1795000000; x=1795000001; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "t=1795000300; " + FIELDS),
        arguments(DkimReason.VERIFIED, "v=1; a=rsa-sha256; d=example.com; s=rsa; " + FIELDS),
        arguments(
            DkimReason.VERIFIED, "v=1; a=rsa-sha256; c=relaxed; d=example.com; s=rsa; " + FIELDS),
        arguments(
            DkimReason.VERIFIED,
            "v=1; a=rsa-sha256; c=simple/relaxed; d=EXAMPLE.com; s=RSA; " + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD + "l=27; " + FIELDS));
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        arguments(DkimReason.VERSION, GOOD.replace("v=1", "v=2") + FIELDS),
        arguments(DkimReason.VERSION, GOOD.replace("v=1", "v=1.0") + FIELDS),
        arguments(DkimReason.VERSION, GOOD.replace("v=1", "v=") + FIELDS),
        arguments(DkimReason.MISSING_TAG, GOOD.replace("v=1; ", "") + FIELDS),
        arguments(DkimReason.MISSING_TAG, GOOD.replace("a=rsa-sha256; ", "") + FIELDS),
        arguments(DkimReason.MISSING_TAG, GOOD.replace("d=example.com; ", "") + FIELDS),
        arguments(DkimReason.MISSING_TAG, GOOD.replace("s=rsa; ", "") + FIELDS),
        arguments(DkimReason.MISSING_TAG, GOOD + "t=1795000000"),
        arguments(DkimReason.SHA1, GOOD.replace("sha256", "sha1") + FIELDS),
        arguments(DkimReason.UNKNOWN_ALGORITHM, GOOD.replace("rsa-sha256", "rsa-md5") + FIELDS),
        arguments(DkimReason.UNKNOWN_ALGORITHM, GOOD.replace("rsa-sha256", "RSA-SHA256") + FIELDS),
        arguments(
            DkimReason.UNKNOWN_CANONICALIZATION,
            GOOD.replace("relaxed/relaxed", "nofws/relaxed") + FIELDS),
        arguments(
            DkimReason.UNKNOWN_CANONICALIZATION,
            GOOD.replace("relaxed/relaxed", "relaxed/") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("relaxed/relaxed", "relaxed/relaxed/x") + FIELDS),
        arguments(DkimReason.UNKNOWN_QUERY, GOOD + "q=http; " + FIELDS),
        arguments(DkimReason.FROM_NOT_SIGNED, GOOD + "h=To:Subject"));
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        arguments(DkimReason.SYNTAX, GOOD + "h="),
        arguments(DkimReason.SYNTAX, GOOD + "h=From::To"),
        arguments(DkimReason.SYNTAX, GOOD + "h=From:T o"),
        arguments(DkimReason.SYNTAX, GOOD + "d=example.com; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "novalue; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "1x=y; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "l=many; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "l=-1; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "l=9999999999999999999999999999; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "t=yesterday; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "t=; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "t=1795000000; x=1795000000; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "x=9999999999999; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("d=example.com", "d=com") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("d=example.com", "d=a..com") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("d=example.com", "d=[192.0.2.1]") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("d=example.com", "d=exa mple.com") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("s=rsa", "s=rsa..x") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("s=rsa", "s=*") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD.replace("s=rsa", "s=") + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "i=example.com; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + "i=a=4@example.com; " + FIELDS),
        arguments(DkimReason.DOMAIN_MISMATCH, GOOD + "i=@example.org; " + FIELDS),
        arguments(DkimReason.DOMAIN_MISMATCH, GOOD + "i=@badexample.com; " + FIELDS),
        arguments(DkimReason.EXPIRED, GOOD + "t=1; x=2; " + FIELDS),
        arguments(DkimReason.FUTURE, GOOD + "t=1795009000; " + FIELDS),
        arguments(DkimReason.SYNTAX, GOOD + FIELDS + "; bh=####"),
        arguments(DkimReason.SYNTAX, GOOD + FIELDS + "; bh="),
        arguments(DkimReason.SYNTAX, GOOD + FIELDS + "; b="),
        arguments(DkimReason.SYNTAX, GOOD + FIELDS + "; b=!!!!"),
        arguments(DkimReason.BODY_HASH, GOOD + FIELDS + "; bh=AAAA"),
        arguments(DkimReason.SIGNATURE, GOOD + FIELDS + "; b=AAAA"),
        arguments(DkimReason.PARTIAL_BODY, GOOD + "l=5; " + FIELDS),
        arguments(DkimReason.PARTIAL_BODY, GOOD + "l=0; " + FIELDS),
        arguments(DkimReason.BODY_TOO_SHORT, GOOD + "l=5000; " + FIELDS),
        arguments(DkimReason.EXPIRED, GOOD + "t=1; x=2; " + FIELDS));
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        arguments(DkimReason.NO_KEY, GOOD.replace("s=rsa", "s=nowhere") + FIELDS),
        arguments(DkimReason.NO_KEY, GOOD.replace("s=rsa", "s=a") + FIELDS),
        arguments(DkimReason.KEY_UNAVAILABLE, GOOD.replace("s=rsa", "s=timeout") + FIELDS),
        arguments(DkimReason.KEY_REVOKED, GOOD.replace("s=rsa", "s=revoked") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=garbage") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=nop") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=version2") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=versionlast") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=nokey") + FIELDS),
        arguments(DkimReason.KEY_SYNTAX, GOOD.replace("s=rsa", "s=huge") + FIELDS),
        arguments(DkimReason.KEY_HASH, GOOD.replace("s=rsa", "s=sha1only") + FIELDS),
        arguments(DkimReason.KEY_SERVICE, GOOD.replace("s=rsa", "s=chat") + FIELDS),
        arguments(DkimReason.KEY_ALGORITHM, GOOD.replace("s=rsa", "s=ed") + FIELDS),
        arguments(DkimReason.WEAK_KEY, GOOD.replace("s=rsa", "s=weak") + FIELDS),
        arguments(DkimReason.SIGNATURE, GOOD.replace("s=rsa", "s=other") + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD.replace("s=rsa", "s=beside") + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD.replace("s=rsa", "s=2026") + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD.replace("s=rsa", "s=plain") + FIELDS),
        arguments(DkimReason.VERIFIED, GOOD.replace("s=rsa", "s=strict") + FIELDS),
        arguments(
            DkimReason.DOMAIN_MISMATCH,
            GOOD.replace("s=rsa", "s=strict") + "i=@mail.example.com; " + FIELDS));
  }

  private static FakeDns zone() {
    var key = Mails.RSA.record().joined();
    var open = key.substring(key.indexOf("p="));
    var zone = Mails.zone();
    zone.add("a._domainkey.example.com A 192.0.2.1");
    zone.add("timeout._domainkey.example.com TXT FAILS TIMEOUT");
    add(zone, "revoked", "v=DKIM1; p=");
    add(zone, "garbage", "v=DKIM1; p=!!!!");
    add(zone, "nokey", "v=DKIM1; p=AAAA");
    add(zone, "nop", "v=DKIM1; k=rsa");
    add(zone, "version2", "v=DKIM2; " + open);
    add(zone, "versionlast", open + "; v=DKIM1");
    add(zone, "huge", "v=DKIM1; " + open + "; n=" + "x".repeat(60_000));
    add(zone, "sha1only", "v=DKIM1; h=sha1; " + open);
    add(zone, "chat", "v=DKIM1; s=chat; " + open);
    add(zone, "weak", "v=DKIM1; " + WEAK_KEY);
    add(zone, "plain", open);
    add(zone, "strict", "v=DKIM1; t=s; " + open);
    add(zone, "beside", "v=spf1 -all");
    add(zone, "beside", "v=DKIM1; h=sha1:sha256; s=other:email; " + open);
    add(zone, "2026", "v=DKIM1; t=y; " + open);
    var other = DkimExamplesTest.RSA_SECRET;
    add(zone, "other", DkimKey.ofPem(other).record().joined());
    return zone;
  }

  private static void add(FakeDns zone, String selector, String text) {
    zone.add(selector + "._domainkey.example.com TXT " + text);
  }

  @ParameterizedTest
  @MethodSource({"goodFields", "badFields", "badValues", "keys"})
  void every_failure_has_its_reason(DkimReason expected, String tags) {
    var message = Mails.handSigned(tags, Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(zone(), message)).containsExactly(expected);
  }

  @Test
  void a_message_without_signatures_has_no_verdicts() {
    assertThat(Mails.verify(zone(), Mails.HEADER + Mails.BODY)).isEmpty();
  }

  @Test
  void what_is_changed_is_noticed() {
    var good = Mails.signed(Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(zone(), good)).containsOnly(DkimReason.VERIFIED);
    assertThat(Mails.reasons(zone(), good.replace("balcony", "garden")))
        .containsOnly(DkimReason.SIGNATURE);
    assertThat(Mails.reasons(zone(), good.replace("tonight", "never")))
        .containsOnly(DkimReason.BODY_HASH);
    assertThat(Mails.reasons(zone(), good + "PS\r\n")).containsOnly(DkimReason.BODY_HASH);
    assertThat(Mails.reasons(zone(), "From: other@example.org\r\n" + good))
        .containsOnly(DkimReason.SIGNATURE);
  }

  @Test
  void relaxed_signatures_survive_what_relays_do() {
    var good = Mails.signed(Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(zone(), good.replace("The balcony", " The \r\n\t balcony\t")))
        .containsOnly(DkimReason.VERIFIED);
    assertThat(Mails.reasons(zone(), good.replace("Subject: The", "SUBJECT :The")))
        .containsOnly(DkimReason.VERIFIED);
    assertThat(Mails.reasons(zone(), "Received: from c by d\r\n" + good + "\r\n\r\n"))
        .containsOnly(DkimReason.VERIFIED);
  }

  @Test
  void a_second_from_is_one_too_many_although_the_signature_fits() {
    var message = Mails.handSigned(GOOD + "h=From:Subject", Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(zone(), "From: Tybalt <t@example.org>\r\n" + message))
        .containsExactly(DkimReason.DUPLICATE_FIELD);
    assertThat(Mails.reasons(zone(), "To: somebody@example.org\r\n" + message))
        .containsExactly(DkimReason.VERIFIED);
  }

  @Test
  void a_domain_that_tries_says_so() {
    var message =
        Mails.handSigned(GOOD.replace("s=rsa", "s=2026") + FIELDS, Mails.HEADER, Mails.BODY);
    assertThat(Mails.verify(zone(), message).getFirst().isTesting()).isTrue();
    assertThat(Mails.verify(zone(), message + "PS\r\n").getFirst().isTesting()).isTrue();
  }

  @Test
  void signatures_end_with_their_time() {
    var form =
        new DkimSigner.Form(Canonicalization.SIMPLE, Canonicalization.SIMPLE, Duration.ofDays(7));
    var signing = Mails.signer(form).start(HeaderFields.of(Mails.HEADER.getBytes(UTF_8)));
    Mails.feed(signing, Mails.BODY, 3);
    var message = signing.finish() + Mails.HEADER + Mails.BODY;
    assertThat(Mails.verify(zone(), message, Mails.NOW.plus(Duration.ofDays(6))))
        .extracting(DkimVerdict::reason)
        .containsOnly(DkimReason.VERIFIED);
    assertThat(Mails.verify(zone(), message, Mails.NOW.plus(Duration.ofDays(8))))
        .extracting(DkimVerdict::reason)
        .containsOnly(DkimReason.EXPIRED);
  }

  @Test
  void a_signature_may_sign_another() {
    var inner = Mails.handSigned(GOOD + FIELDS, Mails.HEADER, Mails.BODY);
    int end = inner.indexOf("\r\n\r\n") + 4;
    var outer =
        Mails.handSigned(
            GOOD + "h=DKIM-Signature:From", inner.substring(0, end), inner.substring(end));
    assertThat(Mails.reasons(zone(), outer))
        .containsExactly(DkimReason.VERIFIED, DkimReason.VERIFIED);
  }

  @Test
  void names_of_mail_in_other_scripts_are_asked_for_with_a_labels() {
    var zone = zone();
    var message =
        Mails.handSigned(
            GOOD.replace("d=example.com", "d=münchen.example.com") + FIELDS,
            Mails.HEADER,
            Mails.BODY);
    assertThat(Mails.reasons(zone, message)).containsExactly(DkimReason.NO_KEY);
    assertThat(zone.asked()).containsExactly("rsa._domainkey.xn--mnchen-3ya.example.com TXT");
  }
}

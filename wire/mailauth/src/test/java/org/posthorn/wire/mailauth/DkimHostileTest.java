package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.HeaderFields;

class DkimHostileTest {

  @Test
  void of_a_thousand_signatures_ten_are_looked_at() {
    var signed = Mails.signed(Mails.HEADER, Mails.BODY);
    var field = signed.substring(0, signed.indexOf("DKIM-Signature", 1));
    var message = field.repeat(1_000) + Mails.HEADER;
    var zone = Mails.zone();
    var verification =
        new DkimVerifier(zone, Mails.CLOCK).start(HeaderFields.of(message.getBytes(UTF_8)));
    Mails.feed(verification, Mails.BODY, 100);
    assertThat(verification.finish()).hasSize(10).allMatch(DkimVerdict::isPass);
    assertThat(verification.ignored()).isEqualTo(990);
    assertThat(zone.asked()).hasSize(10);
  }

  @Test
  void tags_of_a_megabyte_are_read_in_no_time() {
    var big = "A".repeat(900_000);
    for (var tags :
        List.of(
            "v=1; a=rsa-sha256; d=example.com; s=rsa; h=From; bh=AAAA; b=" + big,
            "v=1; a=rsa-sha256; d=example.com; s=" + big + "; h=From; bh=AAAA; b=AAAA",
            "v=1; a=" + big + "; d=example.com; s=rsa; h=From; bh=AAAA; b=AAAA",
            "v=1; i=" + "=41".repeat(300_000) + "; a=rsa-sha256; d=example.com; s=rsa; h=From",
            "x=" + ";".repeat(900_000),
            "a=1;".repeat(200_000),
            "v=1;" + "=".repeat(900_000))) {
      var verdicts =
          Mails.verify(Mails.zone(), "DKIM-Signature: " + tags + "\r\n" + Mails.HEADER + "x");
      assertThat(verdicts).hasSize(1).noneMatch(DkimVerdict::isPass);
    }
  }

  @Test
  void a_list_of_signed_fields_without_end_is_work_in_proportion() {
    var tags = "v=1; a=rsa-sha256; d=example.com; s=rsa; h=From" + ":Subject".repeat(60_000);
    var message = Mails.handSigned(tags, Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(Mails.zone(), message)).containsExactly(DkimReason.VERIFIED);
  }

  @Test
  void a_header_beyond_the_limits_is_not_half_verified() {
    var signed = Mails.signed(Mails.HEADER, Mails.BODY);
    assertThat(Mails.reasons(Mails.zone(), "X: y\r\n".repeat(10_000) + signed)).isEmpty();
    int end = signed.indexOf("\r\n\r\n") + 2;
    var late = signed.substring(0, end) + "X: y\r\n".repeat(10_000) + signed.substring(end);
    assertThat(Mails.reasons(Mails.zone(), late)).containsOnly(DkimReason.HEADER_TOO_LARGE);
  }

  @Test
  void a_body_of_fifty_megabytes_goes_by() {
    var line = "x".repeat(998).getBytes(UTF_8);
    var chunk = Arrays.copyOf(line, 1_000);
    chunk[998] = '\r';
    chunk[999] = '\n';
    var header = HeaderFields.of(Mails.HEADER.getBytes(UTF_8));
    var signing = Mails.signer(DkimSigner.Form.RELAXED).start(header);
    for (int i = 0; i < 50_000; i++) signing.body(chunk, 0, chunk.length);
    var signed = HeaderFields.of((signing.finish() + Mails.HEADER).getBytes(UTF_8));
    var verification = new DkimVerifier(Mails.zone(), Mails.CLOCK).start(signed);
    for (int i = 0; i < 50_000; i++) verification.body(chunk, 0, chunk.length);
    assertThat(verification.finish()).hasSize(2).allMatch(DkimVerdict::isPass);
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of("\r\n", "\r", "\n", " ", "\t", "a", "b c", "\u00E4", "\0", "\r\n\r\n")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  /// The rules of RFC 6376 §3.4.3 and §3.4.4 said naively, on whole text.
  private static String canonical(Canonicalization form, String body) {
    var text = body;
    if (form == Canonicalization.RELAXED) {
      text = text.replaceAll("[ \t]+(?=\r\n|$(?![\r\n]))", "").replaceAll("[ \t]+", " ");
      if (text.endsWith(" ")) text = text.substring(0, text.length() - 1);
    }
    while (text.endsWith("\r\n")) text = text.substring(0, text.length() - 2);
    return text.isEmpty() && form == Canonicalization.RELAXED ? "" : text + "\r\n";
  }

  @Property(tries = 3000)
  void bodies_are_hashed_by_the_rules_however_they_come(
      @ForAll("bodies") String body,
      @ForAll Canonicalization form,
      @ForAll @IntRange(min = 1, max = 5) int piece) {
    var bytes = body.getBytes(ISO_8859_1);
    var hash = new BodyHash(form, Long.MAX_VALUE);
    for (int at = 0; at < bytes.length; at += piece)
      hash.update(bytes, at, Math.min(piece, bytes.length - at));
    var canonical = canonical(form, body);
    assertThat(hash.finish()).isEqualTo(Sha256.base64(Sha256.of(canonical.getBytes(ISO_8859_1))));
    assertThat(hash.length()).isEqualTo(canonical.length());
  }

  @Provide
  Arbitrary<String> tagTexts() {
    return Arbitraries.of(
            "v",
            "a",
            "b",
            "bh",
            "d",
            "s",
            "h",
            "=",
            ";",
            " ",
            "\r\n ",
            "1",
            "rsa-sha256",
            "AAAA",
            "example.com",
            "From",
            ":",
            "l",
            "t",
            "x",
            "i",
            "@",
            "\u00E4",
            "\0")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2000)
  void whatever_a_signature_says_there_is_a_verdict(@ForAll("tagTexts") String tags) {
    var verdicts =
        Mails.verify(Mails.zone(), "DKIM-Signature: " + tags + "\r\n" + Mails.HEADER + "x");
    assertThat(verdicts).hasSize(1).noneMatch(DkimVerdict::isPass);
  }

  @Property
  void whatever_a_message_says_it_is_signed_and_verified(
      @ForAll("bodies") String body, @ForAll("bodies") String subject) {
    var header =
        Mails.HEADER.replace("The balcony", "x" + subject.replaceAll("[\r\n]+", " ") + "x");
    var message = Mails.signed(header, body);
    assertThat(Mails.reasons(Mails.zone(), message)).containsOnly(DkimReason.VERIFIED);
  }
}

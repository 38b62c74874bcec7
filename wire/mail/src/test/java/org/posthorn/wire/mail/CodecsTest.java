package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// What goes into the database comes back the same.
class CodecsTest {

  static final String ORDINARY =
      """
      Return-Path: <juliet@example.com>
      Delivered-To: romeo@example.com
      Received: from mail.example.com (mail.example.com [192.0.2.1])
      	by mx.example.com with ESMTPS id 4bTZkd
      	for <romeo@example.com>; Fri, 20 Nov 2026 11:14:49 +0000
      Message-ID: <CAF8f3c9b7-2026@mail.example.com>
      Date: Fri, 20 Nov 2026 12:14:49 +0100
      MIME-Version: 1.0
      User-Agent: Mozilla Thunderbird
      Subject: =?UTF-8?Q?Re=3A_The_b=C3=A4lcony?= tonight
      To: Romeo Montague <romeo@example.com>, "Nurse, The" <nurse@example.com>
      From: Juliet Capulet <juliet@example.com>
      In-Reply-To: <a1@mail.example.com>
      References: <a0@mail.example.com>
       <a1@mail.example.com>
      Content-Type: multipart/alternative; boundary="------------0AbC"

      --------------0AbC
      Content-Type: text/plain; charset=UTF-8; format=flowed
      Content-Transfer-Encoding: 8bit

      Wherefore art thou?

      --------------0AbC
      Content-Type: text/html; charset=UTF-8
      Content-Transfer-Encoding: quoted-printable
      Content-Disposition: inline

      <p>Wherefore art thou?</p>

      --------------0AbC--
      """
          .replace("\n", "\r\n");

  @Test
  void an_ordinary_message_takes_about_a_kilobyte() {
    var parsed = MessageParser.parse(ORDINARY.getBytes(UTF_8));
    int octets = parsed.summary().encode().length + BodyPartCodec.encode(parsed.root()).length;
    assertThat(octets).isLessThan(1_300);
  }

  @Test
  void a_summary_answers_as_the_message_does() {
    var parsed = MessageParser.parse(ORDINARY.getBytes(UTF_8));
    var summary = MessageSummary.decode(parsed.summary().encode());
    assertThat(summary.envelope()).isEqualTo(parsed.envelope());
    var names = Set.of("subject", "FROM", "References", "X-Label");
    assertThat(summary.covers(names)).isTrue();
    assertThat(summary.headerFields(names)).isEqualTo(parsed.headers().select(names));
    assertThat(new String(summary.headerFields(names), UTF_8))
        .isEqualTo(
            """
            Subject: =?UTF-8?Q?Re=3A_The_b=C3=A4lcony?= tonight
            From: Juliet Capulet <juliet@example.com>
            References: <a0@mail.example.com>
             <a1@mail.example.com>

            """
                .replace("\n", "\r\n"));
  }

  @Test
  void names_that_are_not_kept_are_not_covered() {
    var summary = MessageParser.parse(ORDINARY.getBytes(UTF_8)).summary();
    assertThat(summary.covers(Set.of("Subject", "Received"))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> summary.headerFields(Set.of("Subject", "Received")));
  }

  @Test
  void lines_that_are_too_many_are_not_covered() {
    var message =
        "Subject: x\r\nTo: " + "a@example.com,\r\n ".repeat(2_000) + "b@c\r\nCc: d@e\r\n\r\n";
    var parsed = MessageParser.parse(message.getBytes(UTF_8));
    var summary = parsed.summary();
    assertThat(summary.covers(Set.of("To"))).isFalse();
    assertThat(summary.covers(Set.of("Subject", "Cc"))).isTrue();
    assertThat(summary.envelope().to()).hasSize(2_001);
    assertThat(summary.encode().length).isLessThan(80_000);
  }

  @Test
  void another_version_is_refused() {
    var encoded = MessageParser.parse(ORDINARY.getBytes(UTF_8)).summary().encode().clone();
    encoded[0] = 99;
    assertThatIllegalArgumentException().isThrownBy(() -> MessageSummary.decode(encoded));
    assertThatIllegalArgumentException().isThrownBy(() -> BodyPartCodec.decode(new byte[] {99}));
  }

  @Property
  void structure_and_summary_come_back_the_same(@ForAll("messages") String message) {
    var parsed = MessageParser.parse(message.getBytes(UTF_8));
    assertThat(BodyPartCodec.decode(BodyPartCodec.encode(parsed.root()))).isEqualTo(parsed.root());
    var summary = MessageSummary.decode(parsed.summary().encode());
    assertThat(summary.envelope()).isEqualTo(parsed.envelope());
    var names = Set.of("To", "Subject", "Content-Type", "Content-Disposition");
    assertThat(summary.headerFields(names)).isEqualTo(parsed.headers().select(names));
  }

  @Property
  void damaged_bytes_are_refused_and_nothing_worse(@ForAll("damage") byte[] encoded) {
    try {
      BodyPartCodec.decode(encoded);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
    try {
      var summary = MessageSummary.decode(encoded);
      summary.headerFields(Set.of("To"));
      summary.envelope();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Provide
  Arbitrary<byte[]> damage() {
    var parsed = MessageParser.parse(ORDINARY.getBytes(UTF_8));
    var whole = Arbitraries.of(parsed.summary().encode(), BodyPartCodec.encode(parsed.root()));
    var at = Arbitraries.integers().between(1, 400);
    return net.jqwik.api.Combinators.combine(whole, at, Arbitraries.bytes())
        .as((bytes, where, value) -> {
          var damaged = bytes.clone();
          damaged[where % damaged.length] = value;
          return damaged;
        });
  }

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of(
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/plain; charset=\"x y\"; NAME*0=a; name*1=b\r\n",
            "Content-Disposition: attachment; filename*=utf-8''%c3%a9\r\n",
            "Content-Language: de, fr\r\n",
            "Content-MD5: x\r\n",
            "Content-Location: http://example.com/\r\n",
            "Subject: x\r\n",
            "To: a@b, group: c@d;\r\n",
            "From: é <é@é>\n",
            "Sender: \r\n",
            "\r\n",
            "--a\r\n",
            "--a--\r\n",
            "text\r\n")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialMessageTest {

  private static @Nullable PartialMessage of(String... fields) {
    var header = String.join("\r\n", fields) + "\r\n\r\n";
    return PartialMessage.of(HeaderFields.of(header.getBytes(ISO_8859_1)));
  }

  @Test
  void the_examples_of_the_rfc_are_read() {
    assertThat(
            of(
                "Content-Type: Message/Partial; number=2; total=3;",
                " id=\"oc=jpbe0M2Yt4s@thumper.bellcore.com\""))
        .isEqualTo(new PartialMessage("oc=jpbe0M2Yt4s@thumper.bellcore.com", 2, 3));
    assertThat(
            of(
                "Content-Type: Message/Partial;",
                "\tid=\"oc=jpbe0M2Yt4s@thumper.bellcore.com\";",
                "\tnumber=2"))
        .isEqualTo(new PartialMessage("oc=jpbe0M2Yt4s@thumper.bellcore.com", 2, 0));
  }

  @Test
  void names_of_parameters_do_not_differ_by_case_and_values_may_be_quoted() {
    assertThat(of("content-type: MESSAGE/PARTIAL; ID=a; Number=\"1\"; TOTAL=\"2\""))
        .isEqualTo(new PartialMessage("a", 1, 2));
    assertThat(
            of("Content-Type: message/partial; id=a; number=1", "Content-Transfer-Encoding: 7BIT"))
        .isEqualTo(new PartialMessage("a", 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; id=a; number=1; total=2",
        "Content-Type: message/partial; number=1; total=2",
        "Content-Type: message/partial; id=; number=1; total=2",
        "Content-Type: message/partial; id=\"\"; number=1; total=2",
        "Content-Type: message/partial; id=\" \"; number=1; total=2",
        "Content-Type: message/partial; id=a",
        "Content-Type: message/partial; id=a; total=2",
        "Content-Type: message/partial; id=a; number=0; total=2",
        "Content-Type: message/partial; id=a; number=3; total=2",
        "Content-Type: message/partial; id=a; number=-1; total=2",
        "Content-Type: message/partial; id=a; number=+1; total=2",
        "Content-Type: message/partial; id=a; number=1; total=0",
        "Content-Type: message/partial; id=a; number=1; total=",
        "Content-Type: message/partial; id=a; number=1; total=two",
        "Content-Type: message/partial; id=a; number=1; total=1001",
        "Content-Type: message/partial; id=a; number=1001",
        "Content-Type: message/partial; id=a; number=99999999999; total=99999999999",
        "Content-Type: message/partial; id=\u00e9; number=1; total=2",
        "Content-Type: message/partial; id=a\u0001; number=1; total=2",
        "Content-Type: message/partial; id=a; number=1\r\nContent-Transfer-Encoding: base64",
        "Content-Type: message/partial; id=a; number=1\r\nContent-Transfer-Encoding: 8bit",
        "Content-Type: message/partial; id=a; number=1\r\nContent-Type: text/plain",
        "Subject: nothing"
      })
  void what_is_no_part_is_an_ordinary_message(String header) {
    assertThat(of(header)).isNull();
  }

  @Test
  void an_id_is_not_longer_than_its_limit() {
    var longest = "x".repeat(PartialMessage.MAX_ID);
    assertThat(of("Content-Type: message/partial; number=1; id=" + longest)).isNotNull();
    assertThat(of("Content-Type: message/partial; number=1; id=x" + longest)).isNull();
  }

  private static final String FIRST =
      """
      X-Weird-Header-1: Foo
      From: Bill@host.com
      To: joe@otherhost.com
      Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
      Subject: Audio mail (part 1 of 2)
      Message-ID: <id1@host.com>
      MIME-Version: 1.0
      Content-type: message/partial; id="ABC@host.com";
                    number=1; total=2

      X-Weird-Header-1: Bar
      X-Weird-Header-2: Hello
      Message-ID: <anotherid@foo.com>
      Subject: Audio mail
      MIME-Version: 1.0
      Content-type: audio/basic
      Content-transfer-encoding: base64

        ... first half of encoded audio data goes here ...
      """;

  private static final String SECOND =
      """
      From: Bill@host.com
      To: joe@otherhost.com
      Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
      Subject: Audio mail (part 2 of 2)
      MIME-Version: 1.0
      Message-ID: <id2@host.com>
      Content-type: message/partial;
                    id="ABC@host.com"; number=2; total=2

        ... second half of encoded audio data goes here ...
      """;

  private static final String WHOLE =
      """
      X-Weird-Header-1: Foo
      From: Bill@host.com
      To: joe@otherhost.com
      Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
      Message-ID: <anotherid@foo.com>
      Subject: Audio mail
      MIME-Version: 1.0
      Content-type: audio/basic
      Content-transfer-encoding: base64

        ... first half of encoded audio data goes here ...
        ... second half of encoded audio data goes here ...
      """;

  private static @Nullable String joined(String... parts) throws IOException {
    return joined(Arrays.stream(parts).map(it -> it.replace("\n", "\r\n")).toList());
  }

  private static @Nullable String joined(List<String> parts) throws IOException {
    var out = new ByteArrayOutputStream();
    var opening =
        parts.stream()
            .map(it -> it.getBytes(ISO_8859_1))
            .<PartialJoining.Part>map(it -> () -> new ByteArrayInputStream(it))
            .toList();
    var done = PartialJoining.join(opening, out);
    if (!done) assertThat(out.size()).isZero();
    return done ? out.toString(ISO_8859_1) : null;
  }

  @Test
  void the_example_of_the_rfc_is_joined_as_it_says() throws IOException {
    assertThat(joined(FIRST, SECOND)).isEqualTo(WHOLE.replace("\n", "\r\n"));
  }

  @Test
  void traces_of_the_first_part_stay_and_signatures_go() throws IOException {
    var traces =
        """
        Return-Path: <bill@host.com>
        Authentication-Results: mx; spf=pass
        Received: from a by b; Fri, 26 Mar 1993 12:59:38 -0500
        """;
    var signatures =
        """
        DKIM-Signature: v=1; b=abc;
         bh=def
        ARC-Seal: i=1; b=x
        ARC-Message-Signature: i=1; b=x
        ARC-Authentication-Results: i=1; none
        """;
    assertThat(joined(traces + signatures + FIRST, signatures + SECOND))
        .isEqualTo((traces + WHOLE).replace("\n", "\r\n"));
  }

  @Test
  void a_header_inside_that_was_cut_is_found() throws IOException {
    assertThat(
            joined(
                "From: a@b\n\nSubject: in\n", "From: a@b\n\n side\nX-Other: gone\n\nText\nmore\n"))
        .isEqualTo("From: a@b\r\nSubject: in\r\n side\r\n\r\nText\r\nmore\r\n");
  }

  @Test
  void parts_without_body_add_nothing() throws IOException {
    assertThat(joined("From: a@b\n\nSubject: x\n\nText\n", "From: a@b\n", "From: a@b\n\n"))
        .isEqualTo("From: a@b\r\nSubject: x\r\n\r\nText\r\n");
    assertThat(joined(List.of("From: a@b", "From: a@b\r\n\r\nSubject: x")))
        .isEqualTo("From: a@b\r\nSubject: x\r\n\r\n");
  }

  @Test
  void a_header_inside_that_does_not_end_is_no_message() throws IOException {
    var endless = "X: y\n".repeat(MessageLimits.MAX_HEADER_OCTETS / 5);
    assertThat(joined("From: a@b\n\n" + endless, "From: a@b\n\n" + endless)).isNull();
  }

  /// A message's fields that count inside, its body, and where it is cut.
  record Split(List<String> fields, List<String> lines, List<Integer> cuts) {}

  @Provide
  Arbitrary<Split> splits() {
    var field =
        Arbitraries.of(
            "Subject: one thing",
            "Message-ID: <a@b>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed;\r\n\tboundary=x",
            "Content-Transfer-Encoding: 7bit");
    var line =
        Arbitraries.strings().ascii().excludeChars('\r', '\n').ofMaxLength(40).list().ofMaxSize(30);
    var cuts = Arbitraries.integers().between(0, 40).list().ofMaxSize(6);
    return net.jqwik.api.Combinators.combine(field.list().ofMaxSize(5), line, cuts).as(Split::new);
  }

  @Property
  void a_message_that_is_split_and_joined_is_the_same(@ForAll("splits") Split split)
      throws IOException {
    var lines = new ArrayList<String>();
    split.fields.forEach(it -> lines.add(it + "\r\n"));
    lines.add("\r\n");
    split.lines.forEach(it -> lines.add(it + "\r\n"));
    var outer = "Received: by us\r\nFrom: a@b\r\n";
    var cuts =
        new ArrayList<>(split.cuts.stream().map(it -> it % (lines.size() + 1)).sorted().toList());
    cuts.add(lines.size());
    var parts = new ArrayList<String>();
    int from = 0;
    for (int cut : cuts) {
      parts.add(outer + "Subject: a part\r\n\r\n" + String.join("", lines.subList(from, cut)));
      from = cut;
    }
    assertThat(joined(parts)).isEqualTo(outer + String.join("", lines));
  }

  @Property
  void any_octets_make_a_message(@ForAll List<byte[]> octets) throws IOException {
    if (octets.isEmpty()) return;
    assertThat(joined(octets.stream().map(it -> new String(it, ISO_8859_1)).toList())).isNotNull();
  }
}

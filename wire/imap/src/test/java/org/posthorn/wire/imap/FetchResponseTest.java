package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.imap.FetchAttribute.BodySection;
import org.posthorn.wire.mail.BodyPart;
import org.posthorn.wire.mail.Envelope;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.PartFields;
import org.posthorn.wire.mail.Span;

class FetchResponseTest {

  private static final Span HEADER = new Span(0, 10);

  private static String written(WireMode mode, Consumer<FetchResponse> items) {
    var out = new ResponseWriter(mode);
    var fetch = new FetchResponse(out);
    fetch.begin(12);
    items.accept(fetch);
    fetch.end();
    var text = out.toString();
    assertThat(text).startsWith("* 12 FETCH (").endsWith(")\r\n");
    return text.substring(12, text.length() - 3);
  }

  private static String written(Consumer<FetchResponse> items) {
    return written(WireMode.REV1, items);
  }

  private static EnvelopeAddress address(
      @Nullable String name, @Nullable String mailbox, @Nullable String host) {
    return new EnvelopeAddress(name, null, mailbox, host);
  }

  private static Envelope terrysEnvelope() {
    var terry = List.of(address("Terry Gray", "gray", "cac.washington.edu"));
    return new Envelope(
        "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)",
        "IMAP4rev2 WG mtg summary and minutes",
        terry,
        terry,
        terry,
        List.of(address(null, "imap", "cac.washington.edu")),
        List.of(
            address(null, "minutes", "CNRI.Reston.VA.US"),
            address("John Klensin", "KLENSIN", "MIT.EDU")),
        List.of(),
        null,
        "<B27397-0100000@cac.washington.ed>");
  }

  private static PartFields fields(String type, String subtype, Map<String, String> parameters) {
    return new PartFields(
        type, subtype, parameters, null, null, "7BIT", null, null, Map.of(), List.of(), null);
  }

  private static BodyPart.Text text(Map<String, String> parameters, long octets, long lines) {
    return new BodyPart.Text(
        fields("TEXT", "PLAIN", parameters), HEADER, new Span(10, octets), lines);
  }

  /// RFC 9051 §8
  @Test
  void full_fetch_of_the_sample_connection() {
    var written =
        written(fetch ->
            fetch
                .flags(Flag.SystemFlag.SEEN.bit(), List.of())
                .internalDate(OffsetDateTime.parse("1996-07-17T02:44:25-07:00"))
                .size(4286)
                .envelope(terrysEnvelope())
                .body(text(Map.of("CHARSET", "US-ASCII"), 3028, 92)));
    assertThat(written)
        .isEqualTo(
            "FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 ENVELOPE"
                + " (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\""
                + " \"IMAP4rev2 WG mtg summary and minutes\""
                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                + " ((NIL NIL \"imap\" \"cac.washington.edu\"))"
                + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
                + "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL"
                + " \"<B27397-0100000@cac.washington.ed>\")"
                + " BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)");
  }

  /// RFC 9051 §7.5.2, the two-part message
  @Test
  void multipart_body_of_the_rfc() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("CHARSET", "US-ASCII");
    parameters.put("NAME", "cc.diff");
    var diff =
        new BodyPart.Text(
            new PartFields(
                "TEXT",
                "PLAIN",
                parameters,
                "<960723163407.20117h@cac.washington.edu>",
                "Compiler diff",
                "BASE64",
                null,
                null,
                Map.of(),
                List.of(),
                null),
            HEADER,
            new Span(0, 4554),
            73);
    var mixed =
        new BodyPart.Multipart(
            fields("MULTIPART", "MIXED", Map.of("BOUNDARY", "b")),
            HEADER,
            new Span(0, 9000),
            List.of(text(Map.of("CHARSET", "US-ASCII"), 1152, 23), diff));
    var basic =
        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23%s)"
            + "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\" \"NAME\" \"cc.diff\")"
            + " \"<960723163407.20117h@cac.washington.edu>\" \"Compiler diff\""
            + " \"BASE64\" 4554 73%s) \"MIXED\"%s)";
    assertThat(written(fetch -> fetch.body(mixed)))
        .isEqualTo("BODY " + basic.formatted("", "", ""));
    var one = " NIL NIL NIL NIL";
    assertThat(written(fetch -> fetch.bodyStructure(mixed)))
        .isEqualTo(
            "BODYSTRUCTURE " + basic.formatted(one, one, " (\"BOUNDARY\" \"b\") NIL NIL NIL"));
  }

  @Test
  void extension_data_stands_in_its_order() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("filename", "a.pdf");
    parameters.put("size", "7");
    var leaf =
        new BodyPart.Leaf(
            new PartFields(
                "application",
                "pdf",
                Map.of(),
                null,
                null,
                "base64",
                "Q2hlY2sgSW50ZWdyaXR5IQ==",
                "attachment",
                parameters,
                List.of("en", "de"),
                "http://example.test/a"),
            HEADER,
            new Span(0, 7));
    assertThat(written(fetch -> fetch.bodyStructure(leaf)))
        .isEqualTo(
            "BODYSTRUCTURE (\"application\" \"pdf\" NIL NIL NIL \"base64\" 7"
                + " \"Q2hlY2sgSW50ZWdyaXR5IQ==\""
                + " (\"attachment\" (\"filename\" \"a.pdf\" \"size\" \"7\"))"
                + " (\"en\" \"de\") \"http://example.test/a\")");
    assertThat(written(fetch -> fetch.body(leaf)))
        .isEqualTo("BODY (\"application\" \"pdf\" NIL NIL NIL \"base64\" 7)");
  }

  @Test
  void message_inside_shows_envelope_body_and_lines() {
    var none =
        new Envelope(
            null, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null,
            null);
    var message =
        new BodyPart.Message(
            fields("message", "rfc822", Map.of()),
            HEADER,
            new Span(0, 500),
            20,
            none,
            text(Map.of(), 300, 9));
    assertThat(written(fetch -> fetch.bodyStructure(message)))
        .isEqualTo(
            "BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 500"
                + " (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
                + " (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 300 9 NIL NIL NIL NIL)"
                + " 20 NIL NIL NIL NIL)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message/rfc822", "Message/Global", "TEXT/plain", "multipart/mixed"})
  void leaf_never_has_a_type_that_promises_more_fields(String type) {
    int slash = type.indexOf('/');
    var leaf =
        new BodyPart.Leaf(
            fields(type.substring(0, slash), type.substring(slash + 1), Map.of()),
            HEADER,
            new Span(0, 7));
    assertThat(written(fetch -> fetch.body(leaf)))
        .isEqualTo("BODY (\"application\" \"octet-stream\" NIL NIL NIL \"7BIT\" 7)");
  }

  @Test
  void text_beyond_ascii_is_encoded_for_who_has_not_enabled_utf8() {
    var group = List.of(address(null, "Fr\u00fchst\u00fcck", null), address(null, null, null));
    var from = List.of(address("J\u00fcrgen", "j\u00fc", "b\u00fccher.example"));
    var envelope =
        new Envelope(
            "d",
            "caf\u00e9 \ud83d\ude00",
            from,
            from,
            from,
            group,
            List.of(),
            List.of(),
            null,
            null);
    assertThat(written(fetch -> fetch.envelope(envelope)))
        .startsWith(
            "ENVELOPE (\"d\" \"=?UTF-8?B?Y2Fmw6kg8J+YgA==?=\" ((\"=?UTF-8?B?SsO8cmdlbg==?=\" NIL"
                + " {3}\r\n"
                + "j\u00fc {15}\r\n"
                + "b\u00fccher.example))")
        .contains("((NIL NIL \"=?UTF-8?B?RnLDvGhzdMO8Y2s=?=\" NIL)(NIL NIL NIL NIL))");
    assertThat(written(WireMode.REV2, fetch -> fetch.envelope(envelope)))
        .startsWith(
            "ENVELOPE (\"d\" \"caf\u00e9 \ud83d\ude00\""
                + " ((\"J\u00fcrgen\" NIL \"j\u00fc\" \"b\u00fccher.example\"))");
  }

  @Test
  void long_subject_becomes_encoded_words_of_at_most_75_octets() {
    var subject = "\u65e5\u672c\u8a9e\ud83d\ude00x".repeat(40);
    var out = new ResponseWriter(WireMode.REV1);
    out.phrase(subject);
    var quoted = out.toString();
    var words = quoted.substring(1, quoted.length() - 1);
    for (var word : words.split(" ", -1)) assertThat(word.length()).isLessThanOrEqualTo(75);
    assertThat(org.posthorn.wire.mail.EncodedWords.decode(words)).isEqualTo(subject);
  }

  @Test
  void sections_are_named_as_they_were_asked_for() throws Exception {
    var names =
        List.of(
            "BODY[]",
            "BODY[1.2]",
            "BODY[HEADER]",
            "BODY[1.MIME]",
            "BODY[3.2.TEXT]",
            "BODY[HEADER.FIELDS (Date \"odd name\")]",
            "BODY[4.HEADER.FIELDS.NOT (To)]");
    for (var name : names) {
      var body = (BodySection) FetchParserTest.single(name);
      assertThat(written(fetch -> fetch.section(body).octets(Wire.bytes("x\r\n"))))
          .isEqualTo(name + " {3}\r\nx\r\n");
    }
    var partial = (BodySection) FetchParserTest.single("BODY.PEEK[]<5.10>");
    assertThat(written(fetch -> fetch.section(partial).nil())).isEqualTo("BODY[]<5> NIL");
    var binary = (FetchAttribute.Binary) FetchParserTest.single("BINARY.PEEK[1]<0.4>");
    assertThat(written(fetch -> fetch.section(binary).octets(new byte[] {0})))
        .isEqualTo("BINARY[1]<0> ~{1}\r\n\0");
    var size = (FetchAttribute.BinarySize) FetchParserTest.single("BINARY.SIZE[1.2]");
    assertThat(written(fetch -> fetch.binarySize(size, 77))).isEqualTo("BINARY.SIZE[1.2] 77");
    assertThat(written(fetch -> fetch.section(FetchAttribute.Item.RFC822_HEADER).literal(0)))
        .isEqualTo("RFC822.HEADER {0}\r\n");
  }

  @Test
  void other_items_have_their_form() {
    int seenAndDraft = Flag.SystemFlag.SEEN.bit() | Flag.SystemFlag.DRAFT.bit();
    assertThat(
            written(
                fetch -> fetch.uid(447).flags(seenAndDraft, List.of(Flag.Keyword.JUNK)).modseq(9)))
        .isEqualTo("UID 447 FLAGS (\\Seen \\Draft $Junk) MODSEQ (9)");
    assertThat(written(fetch -> fetch.flags(0, List.of()))).isEqualTo("FLAGS ()");
    assertThat(written(fetch -> fetch.flagsWithRecent(0, List.of()))).isEqualTo("FLAGS (\\Recent)");
    assertThat(written(fetch -> fetch.flagsWithRecent(1, List.of())))
        .isEqualTo("FLAGS (\\Recent \\Answered)");
    assertThat(written(fetch -> fetch.emailId("M1").threadId("T1")))
        .isEqualTo("EMAILID (M1) THREADID (T1)");
    assertThat(written(fetch -> fetch.threadId(null))).isEqualTo("THREADID NIL");
    assertThat(written(fetch -> fetch.internalDate(OffsetDateTime.parse("2026-01-05T00:00:09Z"))))
        .isEqualTo("INTERNALDATE \"05-Jan-2026 00:00:09 +0000\"");
    assertThat(
            written(fetch -> fetch.internalDate(OffsetDateTime.parse("2026-01-05T00:00:09-03:30"))))
        .isEqualTo("INTERNALDATE \"05-Jan-2026 00:00:09 -0330\"");
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What header fields say, right ones and wrong ones.
class HeaderDecodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain text                                          | plain text
          =?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>       | Keith Moore <moore@cs.utk.edu>
          =?US-ASCII*EN?Q?Keith_Moore?=                       | Keith Moore
          =?ISO-8859-1?Q?a?= b                                | a b
          =?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=               | ab
          =?ISO-8859-1?Q?a?=   =?ISO-8859-2?Q?_b?=            | a b
          =?utf-8?B?w6Q=?=                                    | ä
          =?utf-8?b?w6Q?=                                     | ä
          =?utf-8?B?w?= =?utf-8?B?6Q=?=                       | �
          =?utf-8?Q?=C3?= =?UTF-8?Q?=A4?=                     | ä
          =?x-nobody-knows?Q?=C3=A4?=                         | ä
          =?x-nobody-knows?Q?=E4?=                            | ä
          =?iso-8859-1?Q?=80?=                                | €
          =?koi8-r?B?8NLJ18XU?=                               | Привет
          =?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=          | こんにちは
          =?gb2312?B?xOO6ww==?=                               | 你好
          =?utf-8?Q?with blank inside?=                       | with blank inside
          =?utf-8?Q?bad=ZZescape=?=                           | bad=ZZescape=
          =?utf-8?Q?a?=glued                                  | aglued
          "=?utf-8?Q?quoted?="                                | "quoted"
          =?utf-8?X?unknown?=                                 | =?utf-8?X?unknown?=
          =?utf-8?Q?never ends                                | =?utf-8?Q?never ends
          =?utf-8                                             | =?utf-8
          =?=?=?                                              | =?=?=?
          =??Q?no charset?=                                   | =??Q?no charset?=
          =?utf-8?Q?a=0D=0Ab=00?=                             | a  b
          """)
  void encoded_words(String written, String read) {
    assertThat(EncodedWords.decode(written).strip()).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          romeo@example.com                                | ,romeo,example.com
          <romeo@example.com>                              | ,romeo,example.com
          Romeo Montague <romeo@example.com>               | Romeo Montague,romeo,example.com
          "Montague, Romeo" <romeo@example.com>            | Montague, Romeo,romeo,example.com
          "a \\"b\\" c" <romeo@example.com>                | a "b" c,romeo,example.com
          romeo@example.com (Romeo Montague)               | Romeo Montague,romeo,example.com
          <romeo@example.com> (Romeo (of) Verona)          | Romeo (of) Verona,romeo,example.com
          "romeo m"@example.com                            | ,romeo m,example.com
          <"romeo m"@example.com>                          | ,romeo m,example.com
          romeo . m @ example . com                        | ,romeo.m,example.com
          Romeo <@a.example,@b.example:romeo@example.com>  | Romeo,@a.example,@b.example,romeo,example.com
          R. Montague <romeo@[192.0.2.1]>                  | R. Montague,romeo,[192.0.2.1]
          Romeo romeo@example.com                          | Romeo,romeo,example.com
          romeo@example.com Romeo                          | Romeo,romeo,example.com
          Romeo <romeo@example.com                         | Romeo,romeo,example.com
          "Romeo <romeo@example.com>                       | Romeo,romeo,example.com
          Romeo (never closed <romeo@example.com>          | Romeo never closed,romeo,example.com
          romeo@example.com <romeo@example.com>            | romeo@example.com,romeo,example.com
          Romeo <<romeo@example.com>>                      | Romeo,romeo,example.com
          <>                                               | ,,
          Romeo <>                                         | Romeo,,
          romeo                                            | ,romeo,
          just some words                                  | just some words,,
          a@b, c@d                                         | ,a,b;,c,d
          a@b; c@d                                         | ,a,b;,c,d
          a@b,, ,c@d,                                      | ,a,b;,c,d
          A <a@b> C <c@d>                                  | A,a,b;C,c,d
          A <a@b, C <c@d>                                  | A,a,b;C,c,d
          friends: A <a@b>, c@d;, e@f                      | {friends;A,a,b;,c,d;};,e,f
          undisclosed-recipients:;                         | {undisclosed-recipients;}
          never closed: a@b                                | {never closed;,a,b;}
          @                                                | ,,
          """)
  void address_lists(String written, String read) {
    var shown = AddressList.parse(written).stream().map(HeaderDecodingTest::shown).toList();
    assertThat(String.join(";", shown)).isEqualTo(read);
  }

  private static String shown(EnvelopeAddress address) {
    if (address.host() == null) return address.mailbox() == null ? "}" : "{" + address.mailbox();
    var route = address.route() == null ? "" : address.route() + ",";
    return orEmpty(address.name()) + "," + route + address.mailbox() + "," + address.host();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Fri, 21 Nov 1997 09:55:06 -0600               | 1997-11-21T09:55:06-06:00
          Tue, 1 Jul 2003 10:52:37 +0200                | 2003-07-01T10:52:37+02:00
          Thu, 13 Feb 1969 23:32 -0330 (Newfoundland)   | 1969-02-13T23:32-03:30
          21 Nov 97 09:55:06 GMT                        | 1997-11-21T09:55:06Z
          Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | null
          21 Nov 1997 09:55:06                          | 1997-11-21T09:55:06Z
          21 Nov 103 09:55:06 EST                       | 2003-11-21T09:55:06-05:00
          Fri, 21 Nov 1997 09:55:06 PDT                 | 1997-11-21T09:55:06-07:00
          Fri, 21 Nov 1997 09:55:06 A                   | 1997-11-21T09:55:06Z
          Fri, 21 Nov 1997 09:55:06 GMT+0200            | 1997-11-21T09:55:06+02:00
          Fri, 21 Nov 1997 09:55:06 +02:00              | 1997-11-21T09:55:06+02:00
          Fri,21 Nov 1997 09:55:60 +0000 (UTC)          | 1997-11-21T09:55:59Z
          Fri Nov 21 09:55:06 1997                      | 1997-11-21T09:55:06Z
          Fri Nov 21 09:55:06 CET 1997                  | 1997-11-21T09:55:06Z
          November 21, 1997 9:55:06 PM                  | 1997-11-21T21:55:06Z
          21-Nov-1997 09:55:06 +0100                    | 1997-11-21T09:55:06+01:00
          1997-11-21T09:55:06.123+01:00                 | 1997-11-21T09:55:06+01:00
          1997-11-21 09:55:06Z                          | null
          31 Feb 2020 10:00 +0000                       | null
          Fri, 21 Nov 1997                              | null
          25:00 21 Nov 1997                             | null
          21 Nov 1997 09:55:06 +9900                    | 1997-11-21T09:55:06Z
          nonsense                                      | null
          ((((                                          | null
          """)
  void dates(String written, String read) {
    assertThat(String.valueOf(MailDate.parse(written))).isEqualTo(read);
  }

  @Test
  void message_ids_are_normalized_and_distinct() {
    assertThat(MessageIds.parse("<a@b> <c@d>\t<a@b>")).containsExactly("a@b", "c@d");
    assertThat(MessageIds.parse("<\"01KF8JCEOCBS0045PS\"@xxx.yyy.com>"))
        .containsExactly("01KF8JCEOCBS0045PS@xxx.yyy.com");
    assertThat(MessageIds.parse("your message of <a@b> (\"Re: x\")")).containsExactly("a@b");
    assertThat(MessageIds.parse("a@b")).containsExactly("a@b");
    assertThat(MessageIds.parse("<a@b <c@d> <e@f")).containsExactly("c@d");
    assertThat(MessageIds.parse("<>")).isEmpty();
    var many = new StringBuilder();
    for (int i = 0; i < 5_000; i++) many.append("<").append(i).append("@x> ");
    assertThat(MessageIds.parse(many.toString()))
        .hasSize(MessageLimits.MAX_MESSAGE_IDS)
        .startsWith("0@x", "4001@x")
        .endsWith("4999@x");
  }

  @Test
  void parameters_are_joined_and_decoded() {
    assertParameters("text/plain; charset=utf-8", Map.of("charset", "utf-8"));
    assertParameters("x/y; NAME=\"a \\\"b\\\"\"", Map.of("NAME", "a \"b\""));
    assertParameters(
        "x/y; URL*0=\"ftp://\"; URL*1=\"cs.utk.edu\"", Map.of("url", "ftp://cs.utk.edu"));
    assertParameters("x/y; a*1=two; a*0=one", Map.of("a", "onetwo"));
    assertParameters(
        "x/y; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun; title*2=\""
            + " it!\"",
        Map.of("title*", "utf-8'en'This%20is%20even%20more%20%2A%2A%2Afun%20it!"));
    assertParameters("x/y; n*=iso-8859-1''%E4.txt", Map.of("n*", "utf-8''%C3%A4.txt"));
    assertParameters("x/y; name=My File (1).pdf; a=b", Map.of("name", "My File (1).pdf", "a", "b"));
    assertParameters("x/y; name=\"never closed", Map.of("name", "never closed"));
    assertParameters("x/y charset=utf-8", Map.of("charset", "utf-8"));
    assertParameters("x/y;;; a=1; ;=2; b; a=3", Map.of("a", "1"));
    assertParameters("x/y; a*x*y*=1", Map.of("a*x*y*", "1"));
    assertParameters("x/y; *=1", Map.of("*", "1"));
    assertThat(Parameters.parse("text/plain (comment); charset=utf-8 (another)"))
        .isEqualTo(new Parameters("text/plain", Map.of("charset", "utf-8")));
  }

  private static void assertParameters(String field, Map<String, String> expected) {
    assertThat(Parameters.parse(field).parameters()).as(field).isEqualTo(expected);
  }

  @Test
  void attachments_are_named_by_what_decodes_best() {
    assertThat(
            filename("Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.txt; filename=x"))
        .isEqualTo("€.txt");
    assertThat(filename("Content-Type: x/y; name=\"=?utf-8?B?4oKsLnR4dA==?=\"")).isEqualTo("€.txt");
    assertThat(filename("Content-Type: x/y")).isNull();
  }

  private static @Nullable String filename(String header) {
    return PartFields.of(HeaderFields.of(header.getBytes(UTF_8)), false).filename();
  }

  @Test
  void fields_are_found_unfolded_and_selected_with_their_exact_bytes() {
    var header =
        String.join(
            "",
            "Subject : a\r\n b\n\tc\r\nno colon here\r\n continues nothing\r\nX-8bit: \u00e4\r\n",
            "X-Utf8: \u00c3\u00a4\r\nSUBJECT: second\r\nX-Empty:\r\n\r\nBody: no\r\n");
    var fields = HeaderFields.of(header.getBytes(ISO_8859_1));
    assertThat(fields.value("subject")).isEqualTo("a b\tc");
    assertThat(fields.values("Subject")).containsExactly("a b\tc", "second");
    assertThat(fields.value("X-8bit")).isEqualTo("ä");
    assertThat(fields.value("X-Utf8")).isEqualTo("ä");
    assertThat(fields.value("X-Empty")).isEmpty();
    assertThat(fields.value("Body")).isNull();
    assertThat(new String(fields.select(Set.of("subject")), ISO_8859_1))
        .isEqualTo("Subject : a\r\n b\n\tc\r\nSUBJECT: second\r\n\r\n");
    assertThat(new String(fields.selectNot(Set.of("subject", "x-8bit")), ISO_8859_1))
        .isEqualTo("X-Utf8: \u00c3\u00a4\r\nX-Empty:\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hello                          | hello       | false
          Re: hello                      | hello       | true
          RE: Re[2]: hello (fwd)         | hello       | true
          re [x] : hello                 | hello       | true
          Fwd: FW: hello                 | hello       | true
          [list] Re: [list] hello        | hello       | true
          [list] hello                   | hello       | false
          [list]                         | [list]      | false
          Re: [list]                     | [list]      | true
          [fwd: Re: hello]               | hello       | true
          =?utf-8?Q?Re:_h=C3=A4?=  x (fwd) (fwd) | hä x | true
          Aw: hello                      | Aw: hello   | false
          ``                             | ``          | false
          """)
  void base_subjects(String subject, String base, boolean reply) {
    assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
  }

  /// A reader that went back over what it had read would take minutes for these.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "(", "\"", "<", "a<", "<a,", "a,", "=?a?q? ", "((a)", "<\"", "a@b ", "x ", ":", "a:",
        "\\", "a@b:", "[a]", "a=b;", ">", "a*1*=%"
      })
  void long_nonsense_is_read_once(String nonsense) {
    var text = nonsense.repeat(100_000);
    assertThat(AddressList.parse(text)).hasSizeLessThanOrEqualTo(MessageLimits.MAX_ADDRESSES + 2);
    assertThat(MessageIds.parse(text)).hasSizeLessThanOrEqualTo(MessageLimits.MAX_MESSAGE_IDS);
    assertThat(Parameters.parse("x/y;" + text).parameters())
        .hasSizeLessThanOrEqualTo(MessageLimits.MAX_PARAMETERS);
    assertThat(EncodedWords.decode(text)).hasSizeLessThanOrEqualTo(text.length());
    assertThat(BaseSubject.of(text).text()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(MailDate.parse(text)).isNull();
  }

  @Property
  void nothing_is_too_odd_to_be_read(
      @ForAll @StringLength(max = 60) @CharRange(from = ' ', to = '@') String marks,
      @ForAll @StringLength(max = 20) String any) {
    for (var text : List.of(marks, any, "=?utf-8?Q?" + marks, "a;b*0*=" + marks, "[" + marks)) {
      assertThat(EncodedWords.decode(text)).isNotNull();
      assertThat(AddressList.parse(text)).isNotNull();
      assertThat(MessageIds.parse(text)).isNotNull();
      assertThat(Parameters.parse(text)).isNotNull();
      assertThat(BaseSubject.of(text)).isNotNull();
      MailDate.parse(text);
    }
  }
}

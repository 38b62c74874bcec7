package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.ALL;
import static org.posthorn.wire.sieve.SieveRuns.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5173, RFC 5293 and RFC 5703: tests and changes of headers, bodies and parts.
class MimeTest {

  private static final String NESTED =
      """
      From: Whomever <w@example.com>
      Subject: whatever
      Content-Type: multipart/mixed; boundary=outer

      This is a multi-part message in MIME format.

      --outer
      Content-Type: multipart/alternative; boundary=inner

      This is a nested multi-part message in MIME format.

      --inner
      Content-Type: text/plain; charset="us-ascii"

      $ Hello
      --inner
      Content-Type: text/html; charset="us-ascii"

      <html><body>Hel<b>lo</b> &amp; more<script>evil</script></body></html>
      --inner--

      This is the end of the inner MIME multipart.

      --outer
      Content-Type: message/rfc822

      From: Someone Else
      Subject: hello request

      $ Please say Hello
      --outer
      Content-Type: application/x-test; name*=utf-8''%C3%BC.com
      Content-Disposition: attachment; filename="virus.com"
      Content-Transfer-Encoding: base64

      c2VjcmV0IG9jdGV0cw==
      --outer--

      This is the end of the outer MIME multipart.
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          body :content "multipart" :contains "MIME"                        | true
          body :content "multipart" :contains "Hello"                       | false
          body :content "multipart" :contains "end of the outer"            | true
          body :content "multipart" :contains "--"                          | false
          body :content "text/plain" :contains "Please say"                 | true
          body :content "text/html" :contains "Hel<b>"                      | true
          body :text :contains "Hello & more"                               | true
          body :text :contains "evil"                                       | false
          body :content "message/rfc822" :contains "hello request"          | true
          body :content "message/rfc822" :contains "Please"                 | false
          body :content "application" :contains "secret octets"             | true
          body :content "" :contains "secret octets"                        | true
          body :content "/x-test" :contains ""                              | false
          body :content "application/" :contains ""                         | false
          body :content "audio/mp3" :contains ""                            | false
          body :raw :contains "c2VjcmV0"                                    | true
          header :mime :type "content-type" "multipart"                     | true
          header :mime :anychild :contenttype "content-type" "text/html"    | true
          header :mime :contenttype "content-type" "text/html"              | false
          header :mime :anychild :subtype "content-type" "x-test"           | true
          header :mime :anychild :param "filename" "content-disposition" "virus.com" | true
          header :mime :anychild :param "name" "content-type" "ü.com"       | true
          header :mime :anychild :type "content-disposition" "attachment"   | true
          header :mime :anychild :subtype "content-disposition" ""          | true
          header :mime :count "eq" :comparator "i;ascii-numeric" :anychild :param ["name", "boundary"] "content-type" "3" | true
          exists :mime :anychild "content-disposition"                      | true
          exists "content-disposition"                                      | false
          address :mime :anychild :localpart "from" "w"                     | true
          """)
  void parts_are_tested(String test, boolean holds) {
    assertThat(new SieveRuns(NESTED).holds(test)).as(test).isEqualTo(holds);
  }

  @Test
  void the_loop_goes_over_all_parts_depth_first_and_breaks_by_name() {
    var collect =
        "foreverypart { if header :mime :matches :contenttype \"content-type\" \"*\""
            + " { set \"all\" \"${all}${1} \"; } else { set \"all\" \"${all}- \"; } }";
    assertThat(new SieveRuns(NESTED).run(ALL + collect + " reject \"${all}\";"))
        .isEqualTo(
            "reject multipart/mixed multipart/alternative text/plain text/html message/rfc822 -"
                + " application/x-test ");
    var nested =
        "foreverypart :name \"a\" { foreverypart { set \"n\" \"${n}x\"; break :name \"a\"; } }";
    assertThat(new SieveRuns(NESTED).run(ALL + nested + " reject \"${n}\";")).isEqualTo("reject x");
    var inner =
        "foreverypart { if header :mime :subtype \"content-type\" \"alternative\""
            + " { foreverypart { set \"n\" \"${n}x\"; } } }";
    assertThat(new SieveRuns(NESTED).run(ALL + inner + " reject \"${n}\";")).isEqualTo("reject xx");
  }

  @Test
  void text_of_a_part_goes_into_a_variable() {
    var script =
        ALL
            + "foreverypart { if header :mime :subtype \"content-type\" \"plain\""
            + " { extracttext :first 5 :upper \"t\"; break; } } reject \"${t}\";";
    assertThat(new SieveRuns(NESTED).run(script)).isEqualTo("reject $ HEL");
    var odd = "Content-Type: text/plain; charset=x-nobody\n\nsecret\n";
    var first = ALL + "foreverypart { extracttext \"t\"; } reject \"<${t}>\";";
    assertThat(new SieveRuns(odd).run(first)).isEqualTo("reject <>");
    var utf =
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding:"
            + " quoted-printable\n\nGr=FC=DFe";
    assertThat(new SieveRuns(utf).run(first)).isEqualTo("reject <Grüße>");
  }

  @Test
  void an_included_script_sees_the_part_as_its_message() {
    var runs =
        new SieveRuns(NESTED)
            .script(
                "part",
                "require [\"variables\", \"include\", \"body\"]; global \"seen\";"
                    + " if allof (header :contains \"content-type\" \"x-test\", size :under 250,"
                    + " body :content \"\" :contains \"secret\") { set \"seen\" \"${seen}x\"; }");
    assertThat(
            runs.run(
                ALL + "global \"seen\"; foreverypart { include \"part\"; } reject \"${seen}\";"))
        .isEqualTo("reject x");
  }

  // --- header fields

  private static SieveMessage kept(SieveRuns runs, String script) {
    var actions = runs.outcome(ALL + script).actions();
    return ((Action.Keep) actions.getLast()).message();
  }

  @Test
  void fields_are_added_at_both_ends_and_encoded() {
    var message =
        kept(
            new SieveRuns(SieveRuns.COYOTE),
            "addheader \"X-A\" \"Grüße an  alle\"; addheader :last \"X-B\" \"b\r\nInjected: x\";");
    assertThat(text(message))
        .startsWith("X-A: =?utf-8?B?R3LDvMOfZQ==?= an  alle\r\nDate: Tue, 1 Apr")
        .contains("present for you\r\nX-B: b Injected: x\r\n\r\nLook");
    assertThat(message.headers().fields("X-A").getFirst().decoded()).isEqualTo("Grüße an  alle");
    assertThat(text(message)).hasSize((int) message.octets());
  }

  @Test
  void fields_are_deleted_by_number_and_value() {
    var runs = new SieveRuns("X: 1\nX: 2\nReceived: a\nX: 3\nY: b\n\nbody");
    assertThat(text(kept(runs, "deleteheader :index 1 \"x\"; deleteheader :index 2 \"x\";")))
        .isEqualTo("X: 2\r\nReceived: a\r\nY: b\r\n\r\nbody");
    assertThat(text(kept(runs, "deleteheader :index 1 :last \"x\" [\"1\", \"3\"];")))
        .isEqualTo("X: 1\r\nX: 2\r\nReceived: a\r\nY: b\r\n\r\nbody");
    assertThat(text(kept(runs, "deleteheader :contains \"x\" \"2\"; deleteheader \"received\";")))
        .isEqualTo("X: 1\r\nReceived: a\r\nX: 3\r\nY: b\r\n\r\nbody");
    assertThat(text(kept(runs, "addheader \"Z\" \"1\"; deleteheader :index 1 \"z\";")))
        .isEqualTo("X: 1\r\nX: 2\r\nReceived: a\r\nX: 3\r\nY: b\r\n\r\nbody");
  }

  @Test
  void later_tests_and_actions_see_the_changed_header_and_earlier_ones_do_not() {
    var script =
        "fileinto \"before\"; addheader \"X-Hello\" \"World\";"
            + " if header \"x-hello\" \"world\" { redirect \"a@example.com\"; }"
            + " if body :contains \"Please say\" { keep; }";
    var actions = new SieveRuns(NESTED).outcome(ALL + script).actions();
    assertThat(((Action.FileInto) actions.get(0)).message().edited()).isFalse();
    assertThat(text(((Action.Redirect) actions.get(1)).message())).startsWith("X-Hello: World\r\n");
    assertThat(actions.get(2)).isInstanceOf(Action.Keep.class);
  }

  // --- parts

  @Test
  void a_part_is_replaced_where_it_stands() {
    var message =
        kept(
            new SieveRuns(NESTED),
            "foreverypart { if header :mime :param \"filename\" :matches"
                + " [\"Content-Type\", \"Content-Disposition\"] \"*.com\""
                + " { replace \"Removed: ü\"; } }");
    assertThat(text(message))
        .doesNotContain("c2VjcmV0")
        .contains("--outer\r\nContent-Type: text/plain; charset=utf-8\r\n")
        .endsWith("--outer--\r\n\r\nThis is the end of the outer MIME multipart.\r\n");
    assertThat(new SieveRuns(text(message)).holds("body :contains \"removed: ü\"")).isTrue();
  }

  @Test
  void a_replaced_multipart_has_no_parts_any_more() {
    var script =
        "foreverypart { set \"n\" \"${n}x\"; if header :mime :subtype \"content-type\""
            + " \"alternative\" { replace \"gone\"; } } addheader \"N\" \"${n}\";";
    var message = kept(new SieveRuns(NESTED), script);
    assertThat(message.headers().value("N")).isEqualTo("xxxxx");
    assertThat(text(message)).doesNotContain("inner").contains("gone").contains("Please say");
  }

  @Test
  void a_replaced_message_keeps_its_other_fields() {
    var message =
        kept(
            new SieveRuns(NESTED),
            "replace :subject \"Neü\" :from \"me@example.com\" \"all new\";"
                + " deleteheader \"original-subject\";");
    assertThat(text(message))
        .isEqualTo(
            """
            Original-From: Whomever <w@example.com>
            Original-Subject: whatever
            Subject: =?utf-8?B?TmXDvA==?=
            From: me@example.com
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            all new\
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void an_enclosed_message_is_an_attachment_but_not_for_redirect() {
    var script =
        "enclose :subject \"Warning\" :headers [\"From\", \"X\"] \"Take care\";"
            + " redirect \"a@example.com\"; keep;";
    var actions = new SieveRuns(NESTED).outcome(ALL + script).actions();
    assertThat(((Action.Redirect) actions.get(0)).message().edited()).isFalse();
    var message = ((Action.Keep) actions.get(1)).message();
    assertThat(text(message))
        .startsWith("From: Whomever <w@example.com>\r\nSubject: Warning\r\nDate: Mon, 30 Nov 2026")
        .contains(
            "\r\n\r\n" + text(SieveMessage.of(SieveRuns.octets(NESTED))) + "\r\n--=_posthorn");
    assertThat(MessageView.of(message, PartPath.WHOLE).all()).hasSize(10);
  }
}

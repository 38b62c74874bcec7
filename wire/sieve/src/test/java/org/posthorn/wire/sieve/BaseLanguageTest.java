package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.ALL;
import static org.posthorn.wire.sieve.SieveRuns.COYOTE;
import static org.posthorn.wire.sieve.SieveRuns.MILLIONAIRE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5228: control commands, actions, implicit keep, tests of the base language.
class BaseLanguageTest {

  private static String run(String script, String message) {
    return new SieveRuns(message).run(script);
  }

  @Test
  void the_empty_script_keeps() {
    assertThat(run("", COYOTE)).isEqualTo("implicit keep");
    assertThat(run("# nothing\r\n/* at\n all */", COYOTE)).isEqualTo("implicit keep");
  }

  @Test
  void the_first_branch_that_holds_is_run_and_no_other() {
    var script =
        """
        if header :contains ["From"] ["coyote"] {
           redirect "acm@example.com";
        } elsif header :contains "Subject" "$$$" {
           redirect "postmaster@example.com";
        } else {
           redirect "field@example.com";
        }
        """;
    assertThat(run(script, COYOTE)).isEqualTo("redirect acm@example.com");
    assertThat(run(script, MILLIONAIRE)).isEqualTo("redirect postmaster@example.com");
    assertThat(run(script, "From: x@example.net\n\n")).isEqualTo("redirect field@example.com");
  }

  @Test
  void what_cancels_the_implicit_keep() {
    assertThat(run("discard;", COYOTE)).isEqualTo("discard");
    assertThat(run("keep;", COYOTE)).isEqualTo("keep");
    assertThat(run("require \"fileinto\"; fileinto \"a\";", COYOTE)).isEqualTo("fileinto a");
    assertThat(run("redirect \"a@example.com\";", COYOTE)).isEqualTo("redirect a@example.com");
    assertThat(run("discard; keep;", COYOTE)).isEqualTo("discard; keep");
    assertThat(run("require [\"fileinto\", \"copy\"]; fileinto :copy \"a\";", COYOTE))
        .isEqualTo("fileinto a copy; implicit keep");
    assertThat(run("require \"copy\"; redirect :copy \"a@example.com\";", COYOTE))
        .isEqualTo("redirect a@example.com copy; implicit keep");
  }

  @Test
  void stop_ends_everything() {
    assertThat(run("if true { stop; } discard;", COYOTE)).isEqualTo("implicit keep");
  }

  @Test
  void a_second_copy_in_a_mailbox_is_none_and_its_flags_win() {
    var script =
        """
        require ["fileinto", "imap4flags"];
        fileinto :flags "a" "x"; fileinto :flags ["b", "c"] "x"; keep; keep :flags "\\\\Seen";
        fileinto "y";
        """;
    assertThat(run(script, COYOTE)).isEqualTo("fileinto x [b, c]; keep [\\Seen]; fileinto y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          header :is "subject" "i HAVE a present for you"                     | true
          header :is :comparator "i;octet" "subject" "i have a present for you" | false
          header :contains "subject" ""                                       | true
          header :contains "x-nothing" ""                                     | false
          header :matches "subject" "I * a p?esent*"                          | true
          header :matches "subject" "I * a p?sent*"                           | false
          header ["x", "to", "from"] ["a", "coyote@desert.example.org"]        | true
          header :is "subject:" "I have a present for you"                    | false
          not header :matches "Cc" "?*"                                       | true
          address :domain "from" "desert.example.org"                         | true
          address :localpart "from" "coyote"                                  | true
          address :all "from" "coyote@desert.example.org"                     | true
          address :is :domain ["to", "cc"] ["x", "ACME.example.com"]           | true
          envelope "from" "coyote@desert.example.org"                         | true
          envelope :localpart "to" "roadrunner+lists"                         | true
          envelope :user "to" "roadrunner"                                    | true
          envelope :detail "to" "lists"                                       | true
          envelope :detail "from" ""                                          | false
          exists ["from", "date"]                                             | true
          exists ["from", "x-date"]                                           | false
          size :over 100                                                      | true
          size :under 1K                                                      | true
          size :over 1M                                                       | false
          allof (true, true)                                                  | true
          allof (true, false)                                                 | false
          anyof (false, true)                                                 | true
          anyof (false, not true)                                             | false
          """)
  void tests_of_the_base_language(String test, boolean holds) {
    assertThat(new SieveRuns(COYOTE).holds(test)).isEqualTo(holds);
  }

  @Test
  void an_empty_field_is_there_and_an_absent_one_is_not() {
    var runs = new SieveRuns("X-Empty:\nX-Caffeine: C8H10N4O2\n\n");
    assertThat(runs.holds("header :is \"x-empty\" \"\"")).isTrue();
    assertThat(runs.holds("header :is \"X-Caffeine\" [\"\"]")).isFalse();
    assertThat(runs.holds("header :contains \"X-Caffeine\" [\"\"]")).isTrue();
    assertThat(runs.holds("header :is \"X-None\" \"\"")).isFalse();
  }

  @Test
  void the_size_is_exact_at_its_limit() {
    var runs = new SieveRuns("A: b\n\n1234");
    assertThat(runs.holds("size :over 12")).isFalse();
    assertThat(runs.holds("size :under 12")).isFalse();
    assertThat(runs.holds("size :over 11")).isTrue();
    assertThat(runs.holds("size :under 13")).isTrue();
  }

  @Test
  void header_text_is_decoded_before_it_is_compared() {
    var runs = new SieveRuns("Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\n folded\nFrom: a@b.example\n\n");
    assertThat(runs.holds("header :is \"subject\" \"Grüße folded\"")).isTrue();
    assertThat(runs.holds("header :contains \"subject\" \"GRÜSSE\"")).isFalse();
    assertThat(
            runs.holds("header :contains :comparator \"i;unicode-casemap\" \"subject\" \"gRÜßE\""))
        .isTrue();
  }

  @Test
  void a_question_mark_is_one_octet_or_one_character_as_the_comparator_says() {
    var runs = new SieveRuns("Subject: Gr=?utf-8?Q?=C3=BC?=n\n\n");
    assertThat(runs.holds("header :matches \"subject\" \"gr?n\"")).isFalse();
    assertThat(runs.holds("header :matches \"subject\" \"gr??n\"")).isTrue();
    assertThat(runs.holds("header :matches :comparator \"i;unicode-casemap\" \"subject\" \"gr?n\""))
        .isTrue();
  }

  @Test
  void groups_and_names_are_no_addresses() {
    var runs =
        new SieveRuns(
            "To: friends: a@one.example, \"b, c\" <d@two.example>;, <e@three.example>"
                + " (x@four)\n\n");
    for (var domain : new String[] {"one", "two", "three"})
      assertThat(runs.holds("address :domain \"to\" \"" + domain + ".example\"")).isTrue();
    assertThat(runs.holds("address :contains \"to\" \"friends\"")).isFalse();
    assertThat(runs.holds("address :count \"eq\" :comparator \"i;ascii-numeric\" \"to\" \"3\""))
        .isTrue();
  }

  @Test
  void what_is_no_address_is_matched_as_a_whole_only() {
    var runs = new SieveRuns("From: undisclosed\n\n");
    assertThat(runs.holds("address :all \"from\" \"undisclosed\"")).isTrue();
    assertThat(runs.holds("address :contains :localpart \"from\" \"\"")).isFalse();
    assertThat(runs.holds("address :contains :domain \"from\" \"\"")).isFalse();
  }

  @Test
  void the_null_path_is_empty_whatever_part_is_looked_at() {
    var runs = new SieveRuns(COYOTE);
    runs.with(
        Facts.of(
            runs.facts().message(),
            SieveEnvelope.of("", "a@b.example"),
            SieveRuns.NOW,
            Outside.NOTHING));
    assertThat(runs.holds("envelope :domain \"from\" \"\"")).isTrue();
    assertThat(runs.holds("envelope :count \"eq\" :comparator \"i;ascii-numeric\" \"from\" \"0\""))
        .isTrue();
  }

  @Test
  void text_blocks_lose_their_dots_and_keep_their_lines() {
    var script =
        """
        require "reject";
        reject text: # why
        one
        ..two
        .three

        .
        ;
        """;
    assertThat(run(script, COYOTE)).isEqualTo("reject one\r\n.two\r\n.three\r\n\r\n");
  }

  @Test
  void names_are_read_whatever_their_case() {
    assertThat(run("IF HEADER :CONTAINS \"subject\" \"PRESENT\" { DISCARD; }", COYOTE))
        .isEqualTo("discard");
  }

  @Test
  void a_redirect_to_the_same_address_is_one() {
    assertThat(run("redirect \"a@example.com\"; redirect \"a@example.com\";", COYOTE))
        .isEqualTo("redirect a@example.com");
  }

  @Test
  void reject_goes_with_no_delivery_and_not_twice() {
    assertThat(run(ALL + "keep; reject \"no\";", COYOTE)).startsWith("fault at 2: \"reject\"");
    assertThat(run(ALL + "reject \"no\"; fileinto \"x\";", COYOTE)).startsWith("fault at 2:");
    assertThat(run(ALL + "reject \"no\"; ereject \"no\";", COYOTE)).startsWith("fault at 2:");
    assertThat(run(ALL + "vacation \"a\"; reject \"no\";", COYOTE)).startsWith("fault at 2:");
    assertThat(run(ALL + "reject \"no\"; discard;", COYOTE)).isEqualTo("reject no; discard");
  }

  @Test
  void a_fault_keeps_the_message_as_it_came_and_abandons_the_rest() {
    var outcome =
        new SieveRuns(COYOTE)
            .outcome(ALL + "addheader \"X\" \"y\"; fileinto \"a\"; error \"enough\";");
    var fault = outcome.fault();
    assertThat(fault).isNotNull();
    assertThat(fault.text()).contains("enough");
    assertThat(SieveRuns.shown(fault.abandoned())).isEqualTo("fileinto a");
    assertThat(SieveRuns.shown(outcome.actions())).isEqualTo("implicit keep");
    assertThat(((Action.Keep) outcome.actions().getFirst()).message().edited()).isFalse();
  }
}

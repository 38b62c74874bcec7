package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.ALL;
import static org.posthorn.wire.sieve.SieveRuns.COYOTE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5229 with RFC 5228 §2.4.2.4 and RFC 6609.
class VariablesTest {

  /// What a string of a script becomes.
  private static String expanded(String before, String string) {
    var outcome = new SieveRuns(COYOTE).outcome(ALL + before + " reject \"" + string + "\";");
    return ((Action.Reject) outcome.actions().getFirst()).reason();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          $${hex:40}           | $@
          ${hex: 40 }          | @
          ${HEX: 40}           | @
          ${hex:40             | ${hex:40
          ${hex:400}           | ${hex:400}
          ${hex:4${hex:30}}    | ${hex:40}
          ${unicode:40}        | @
          ${ unicode:40}       | ${ unicode:40}
          ${UnICoDE:0000040}   | @
          ${Unicode:Cool}      | ${Unicode:Cool}
          ${hex:c3 bc}         | ü
          &%${}!               | &%${}!
          ${doh!}              | ${doh!}
          ${full}              | xACME, Incx
          x${none}y            | xy
          ${BAD${Company}      | ${BADACME
          ${President, ${Company} Inc.} | ${President, ACME Inc.}
          \\${company}         | ACME
          \\\\${company}       | \\ACME
          ${comp\\any}         | ACME
          ${0}${1}${09}        | ''
          ${a.b                | ${a.b
          """)
  void strings_are_expanded(String string, String expected) {
    var wanted = expected.equals("''") ? "" : expected;
    var before = "set \"company\" \"ACME\"; set \"full\" \"x${company}, Incx\";";
    assertThat(expanded(before, string)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          :length                     | juMBlEd lETteRS | 15
          :lower                      | juMBlEd lETteRS | jumbled letters
          :upperfirst                 | juMBlEd lETteRS | JuMBlEd lETteRS
          :upperfirst :lower          | juMBlEd lETteRS | Jumbled letters
          :lowerfirst :upper          | juMBlEd         | jUMBLED
          :quotewildcard              | Rock*?          | Rock\\*\\?
          :quotewildcard :length      | Rock*           | 6
          :quoteregex                 | a.b             | a\\.b
          :encodeurl                  | a b&c_d~ü       | a%20b%26c%5Fd~%C3%BC
          :length                     | ü😀             | 2
          :upper                      | grüße           | GRüßE
          """)
  void modifiers(String modifiers, String value, String expected) {
    assertThat(expanded("set " + modifiers + " \"v\" \"" + value + "\";", "${v}"))
        .isEqualTo(expected.replace("%5F", "_").replace("\\\\", "\\"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          [acme-users] [fwd] version 1.0 is out | [*] *      | acme-users | [fwd] version 1.0 is out
          coyote@ACME.Example.COM               | coyote@**.com | | ACME.Example
          abcabc                                | *b*        | a          | cabc
          abcabc                                | *b?        | abca       | c
          a*b                                   | a\\\\**    | b          |
          abc                                   | ??c        | a          | b
          xyxyz                                 | x*yz*      | yx         |
          """)
  void match_variables_hold_as_little_as_possible(
      String value, String pattern, String first, String second) {
    var script =
        "if string :matches \"" + value + "\" \"" + pattern.replace("\\\\\\\\", "\\\\") + "\" {";
    assertThat(expanded(script + "set \"r\" \"${1}|${2}|${0}\"; }", "${r}"))
        .isEqualTo(
            (first == null ? "" : first) + "|" + (second == null ? "" : second) + "|" + value);
  }

  @Test
  void failed_matches_change_nothing_and_tests_that_are_not_needed_are_not_made() {
    var matched =
        "if string :matches \"abc\" \"a*\" {} if string :matches \"x\" \"y*\" {}"
            + " if anyof (true, string :matches \"def\" \"d*\") {}";
    assertThat(expanded(matched, "${1}")).isEqualTo("bc");
    assertThat(expanded("if body :matches \"*anvil*\" {}", "${1}")).isEmpty();
  }

  @Test
  void parts_of_characters_come_together_again() {
    var script = "if string :matches \"ü\" \"??\" { set \"a\" \"${1}\"; set \"b\" \"${2}\"; }";
    assertThat(expanded(script, "${a}${b}")).isEqualTo("ü");
  }

  @Test
  void without_the_extension_nothing_is_expanded() {
    assertThat(new SieveRuns(COYOTE).run("require \"reject\"; reject \"${a}${hex:40}\";"))
        .isEqualTo("reject ${a}${hex:40}");
  }

  @Test
  void long_values_are_cut_and_too_many_variables_are_a_fault() {
    var limits = SieveLimits.MAX_VARIABLE_CHARACTERS;
    assertThat(
            expanded(
                "set \"a\" \"" + "x".repeat(limits + 10) + "\"; set :length \"a\" \"${a}\";",
                "${a}"))
        .isEqualTo(Integer.toString(limits));
    var many = new StringBuilder(ALL);
    for (int i = 0; i <= SieveLimits.MAX_VARIABLES; i++)
      many.append("set \"v").append(i).append("\" \"x\";");
    assertThat(new SieveRuns(COYOTE).run(many.toString()))
        .startsWith("fault at 2: the script sets");
  }

  // --- include

  @Test
  void an_included_script_shares_what_is_global_and_nothing_else() {
    var runs =
        new SieveRuns(COYOTE)
            .script(
                "subject_tests",
                """
                require ["include", "variables"];
                global ["test", "test_mailbox"];
                set "mine" "changed";
                if header :contains "Subject" "${test}" { set "test_mailbox" "spam-${test}"; }
                """);
    var script =
        """
        require ["fileinto", "include", "variables", "relational"];
        global "test"; global "test_mailbox";
        set "mine" "kept";
        set "test" "$$"; include "subject_tests";
        set "global.test" "present"; include "subject_tests";
        if string :count "eq" "${test_mailbox}" "1" { fileinto "${test_mailbox}-${mine}"; stop; }
        """;
    assertThat(runs.run(script)).isEqualTo("fileinto spam-present-kept");
  }

  @Test
  void return_ends_the_included_script_and_stop_ends_all() {
    var runs =
        new SieveRuns(COYOTE)
            .script("returns", "require \"include\"; if true { return; } discard;")
            .script("stops", "stop;")
            .script(":global site", "require \"fileinto\"; fileinto \"site\";");
    var start = "require [\"include\", \"fileinto\"]; ";
    assertThat(runs.run(start + "include \"returns\"; fileinto \"a\";")).isEqualTo("fileinto a");
    assertThat(runs.run(start + "include \"stops\"; fileinto \"a\";")).isEqualTo("implicit keep");
    assertThat(runs.run(start + "return; fileinto \"a\";")).isEqualTo("implicit keep");
    assertThat(runs.run(start + "include :global \"site\";")).isEqualTo("fileinto site");
    assertThat(runs.run(start + "include :optional \"none\";")).isEqualTo("implicit keep");
    assertThat(runs.run(start + "include \"none\";"))
        .isEqualTo("fault at 1: there is no script \"none\" to include");
    assertThat(runs.run(start + "include :once \"returns\"; include :once \"returns\"; keep;"))
        .isEqualTo("keep");
  }

  @Test
  void an_included_script_needs_its_own_require() {
    var runs = new SieveRuns(COYOTE).script("lazy", "fileinto \"x\";");
    var compiled =
        (Compilation.Compiled)
            runs.compile("require [\"include\", \"fileinto\"]; include \"lazy\";");
    assertThat(compiled.warnings()).hasSize(1);
    assertThat(compiled.script().includes()).containsExactly(ScriptName.personal("lazy"));
    assertThat(runs.run("require [\"include\", \"fileinto\"]; include \"lazy\";"))
        .startsWith("fault at 1: the included script is wrong: lazy:1:1: error:");
  }

  @Test
  void scripts_that_include_themselves_are_a_fault_at_run_time_only() {
    var start = "require \"include\"; ";
    var runs =
        new SieveRuns(COYOTE)
            .script("a", start + "include \"b\";")
            .script("b", start + "include \"a\";")
            .script("once", start + "include :once \"main\"; include :once \"once\";");
    assertThat(runs.run(start + "include \"a\";"))
        .startsWith("fault at 1: the script \"a\" includes");
    assertThat(runs.run(start + "include \"main\";")).startsWith("fault at 1:");
    assertThat(runs.run(start + "include \"once\";")).isEqualTo("implicit keep");
    for (int i = 0; i < 12; i++) runs.script("d" + i, start + "include \"d" + (i + 1) + "\";");
    assertThat(runs.run(start + "include \"d0\";")).contains("more than 10 deep");
  }
}

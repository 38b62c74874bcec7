package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.errors;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CompileErrorsTest {
  static final List<String> REFUSED =
      List.of(
          "keep; require \"fileinto\";",
          "fileinto \"x\";",
          "require \"nothing\";",
          "require;",
          "else { keep; }",
          "if true { keep; } keep; elsif true { keep; }",
          "if { keep; }",
          "if true keep;",
          "if (true) { keep; }",
          "if true, false { keep; }",
          "if allof true { keep; }",
          "if not (true) { keep; }",
          "keep { }",
          "keep true;",
          "keep \"x\";",
          "stop 1;",
          "redirect;",
          "redirect 1;",
          "redirect [\"a@example.com\", \"b@example.com\"];",
          "redirect \"a@example.com, b@example.com\";",
          "redirect \"\";",
          "if size 100 { keep; }",
          "if size :over :under 100 { keep; }",
          "if size :over \"100\" { keep; }",
          "if header :is :contains \"a\" \"b\" { keep; }",
          "if header :is :is \"a\" \"b\" { keep; }",
          "if header \"a\" { keep; }",
          "if header \"a\" \"b\" :is { keep; }",
          "if header :comparator \"i;nothing\" \"a\" \"b\" { keep; }",
          "if header :comparator \"i;ascii-numeric\" \"a\" \"b\" { keep; }",
          "require \"comparator-i;ascii-numeric\"; if header :contains :comparator"
              + " \"i;ascii-numeric\" \"a\" \"b\" { keep; }",
          "if address \"subject\" \"b\" { keep; }",
          "require \"envelope\"; if envelope \"cc\" \"b\" { keep; }",
          "if header :count \"gt\" \"a\" \"b\" { keep; }",
          "require \"relational\"; if header :count \"more\" \"a\" \"b\" { keep; }",
          "if true { keep;",
          "keep; }",
          "/* never closed",
          "redirect \"never closed",
          "require \"reject\"; reject text:\r\nnever ended",
          "require \"reject\"; reject text: x\r\n.\r\n;",
          "if size :over 100kb { keep; }",
          "if size :over 99999999999999999 { keep; }",
          "keep; \u00e4",
          "keep; 'x'",
          "require [\"fileinto\" \"reject\"];",
          "require [\"fileinto\", ];",
          "require [];",
          "header \"a\" \"b\";",
          "if keep { stop; }",
          ": keep;",
          "require \"encoded-character\"; redirect \"${unicode:DF01}\";",
          "require \"encoded-character\"; redirect \"${unicode:200000}\";",
          "require \"variables\"; set \"1\" \"a\";",
          "require \"variables\"; set \"a b\" \"a\";",
          "require \"variables\"; set :lower :upper \"a\" \"a\";",
          "require \"variables\"; set \"${a}\" \"a\";",
          "require \"variables\"; set \"a\" \"${100}\";",
          "require \"variables\"; set \"a\" \"${vnd.x}\";",
          "require \"variables\"; set \"a\" \"${global.x}\";",
          "require [\"variables\", \"include\"]; set \"a\" \"b\"; global \"a\";",
          "require \"include\"; global \"a\";",
          "require \"include\"; include :personal :global \"a\";",
          "require \"include\"; include \"../a\";",
          "require [\"include\", \"variables\"]; include \"${a}\";",
          "require \"vacation\"; vacation :seconds 10 \"x\";",
          "require [\"vacation-seconds\"]; vacation :seconds 10 :days 1 \"x\";",
          "require \"vacation\"; vacation :from \"x\" \"x\";",
          "require \"vacation\"; vacation :mime \"x\";",
          "require \"vacation\"; vacation :flags \"x\" \"x\";",
          "require [\"reject\", \"fcc\"]; reject :fcc \"x\" \"no\";",
          "require [\"fileinto\", \"mailboxid\", \"special-use\"]; fileinto :mailboxid \"a\""
              + " :specialuse \"\\\\Sent\" \"x\";",
          "require \"fileinto\"; fileinto \"\";",
          "require \"date\"; if date :zone \"+0100\" :originalzone \"date\" \"hour\" \"1\" { keep;"
              + " }",
          "require \"date\"; if date :zone \"CET\" \"date\" \"hour\" \"1\" { keep; }",
          "require \"date\"; if currentdate \"century\" \"1\" { keep; }",
          "require \"index\"; if header :last \"a\" \"b\" { keep; }",
          "require \"editheader\"; addheader \"a b\" \"c\";",
          "require \"editheader\"; deleteheader :last \"a\";",
          "require \"foreverypart\"; break;",
          "require \"foreverypart\"; foreverypart :name \"a\" { break :name \"b\"; }",
          "require \"foreverypart\"; foreverypart;",
          "require [\"extracttext\", \"variables\"]; extracttext \"a\";",
          "require \"mime\"; if header :anychild \"a\" \"b\" { keep; }",
          "require \"mime\"; if header :type \"a\" \"b\" { keep; }",
          "require \"replace\"; replace :mime :subject \"a\" \"\\r\\nb\";",
          "require \"enotify\"; notify :importance \"4\" \"mailto:a@example.com\";",
          "require \"extlists\"; if header :list :comparator \"i;octet\" \"a\""
              + " \":addrbook:default\" { keep; }",
          "require [\"extlists\", \"body\"]; if body :list \":addrbook:default\" { keep; }",
          "require \"extlists\"; redirect :list \"no uri\";",
          "require \"duplicate\"; if duplicate :header \"a\" :uniqueid \"b\" { keep; }",
          "require \"regex\"; if header :regex \"a\" \"(\" { keep; }",
          "require \"regex\"; if header :regex \"a\" \"(a)\\\\1\" { keep; }",
          "require [\"imapsieve\", \"vacation\"];",
          "require \"redirect-dsn\"; redirect :notify \"NEVER,DELAY\" \"a@example.com\";",
          "require \"redirect-deliverby\"; redirect :bytrace \"a@example.com\";",
          "require [\"envelope\", \"envelope-dsn\"]; if envelope :domain \"orcpt\" \"x\" { keep; }",
          "require \"ihave\"; if true { fileinto \"x\"; } keep");

  static final List<String> ACCEPTED =
      List.of(
          "require \"fileinto\"; require [\"reject\"]; keep;",
          "require [\"comparator-i;octet\", \"comparator-i;ascii-casemap\"]; keep;",
          "if header :comparator \"i;octet\" :is \"a\" [\"b\"] { } else { stop; }",
          "require \"vacation-seconds\"; vacation :seconds 0 \"x\";",
          "require \"spamtestplus\"; if spamtest :percent \"1\" { keep; }",
          "redirect \"Romeo <romeo@example.com>\";",
          "redirect \"\\\"a b\\\"@example.com\";",
          "\ufeffkeep;",
          "keep;# last",
          "if\n  header\n  :is\n  \"a\"\n  \"b\"\n  {\n  keep\n  ;\n  }",
          "if size :over 4G { keep; }",
          "require \"ihave\"; if ihave \"vnd.strange\" { strange_thing :with \"tags\"; }",
          "require \"ihave\"; if ihave \"fileinto\" { fileinto \"x\"; }");

  @Test
  void several_errors_are_shown_at_once_each_at_its_line() {
    var script =
        """
        require ["fileinto", "imapflags"];
        fileinto :copy "x";
        filinto "y";
        if header :contain "a" "b" { keep; }
        keep
        discard;
        redirect "nobody";
        """;
    assertThat(errors(script))
        .containsExactly(
            "1: this server has no extension \"imapflags\"; do you mean \"imap4flags\"?",
            "2: :copy needs: require \"copy\";",
            "3: there is no command \"filinto\"; do you mean \"fileinto\"?",
            "4: \"header\" does not know :contain",
            "5: the command \"keep\" must end with \";\" before \"discard\"",
            "7: \"nobody\" is no address to send mail to");
  }

  @ParameterizedTest
  @FieldSource("REFUSED")
  void these_are_refused(String script) {
    assertThat(errors(script)).isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("ACCEPTED")
  void these_are_not(String script) {
    assertThat(errors(script)).isEmpty();
  }

  @Test
  void a_script_that_is_too_large_is_refused_with_a_sentence() {
    assertThat(errors("#".repeat(SieveLimits.MAX_SCRIPT_OCTETS + 1)))
        .containsExactly("1: a script has at most 1048576 octets");
  }

  @Test
  void columns_count_characters() {
    var refused =
        (Compilation.Refused) new SieveRuns(SieveRuns.COYOTE).compile("/* üö */ nothing;");
    assertThat(refused.text()).isEqualTo("main:1:10: error: there is no command \"nothing\"");
  }

  @Test
  void what_is_not_allowed_is_not_there() {
    var settings = CompileSettings.ALL.with(Set.of(Extension.FILEINTO));
    var compiled =
        SieveCompiler.compile(
            ScriptName.personal("main"),
            SieveRuns.octets("require [\"fileinto\", \"reject\"]; reject \"x\";"),
            settings);
    assertThat(((Compilation.Refused) compiled).text())
        .contains("this server has no extension \"reject\"")
        .contains("which this server does not have");
  }
}

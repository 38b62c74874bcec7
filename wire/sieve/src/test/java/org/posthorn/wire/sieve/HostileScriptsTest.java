package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.sieve.SieveRuns.ALL;
import static org.posthorn.wire.sieve.SieveRuns.COYOTE;
import static org.posthorn.wire.sieve.SieveRuns.errors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

/// Scripts that are meant to explode.
class HostileScriptsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void blocks_and_tests_nest_as_deep_as_the_rfc_wants_and_not_without_end() {
    assertThat(errors("if true {".repeat(15) + "keep;" + "}".repeat(15))).isEmpty();
    assertThat(errors("if " + "allof (".repeat(15) + "true" + ")".repeat(15) + " { keep; }"))
        .isEmpty();
    assertThat(
            errors(
                "if true {".repeat(15)
                    + "if "
                    + "anyof (".repeat(15)
                    + "true"
                    + ")".repeat(15)
                    + " { keep; }"
                    + "}".repeat(15)))
        .isEmpty();
    assertThat(errors("if true {".repeat(100_000))).isNotEmpty();
    assertThat(errors("if " + "not ".repeat(200_000) + "true {}")).isNotEmpty();
    assertThat(errors("if " + "allof(".repeat(100_000))).isNotEmpty();
    assertThat(errors("}".repeat(100_000))).hasSize(SieveLimits.MAX_ERRORS);
    assertThat(errors("[".repeat(100_000))).isNotEmpty();
  }

  @Test
  void a_variable_that_doubles_is_cut() {
    var script =
        ALL
            + "set \"a\" \"xxxxxxxxxx\";"
            + "set \"a\" \"${a}${a}${a}${a}\";".repeat(500)
            + "set :length \"n\" \"${a}\"; reject \"${n}\";";
    assertThat(new SieveRuns(COYOTE).run(script)).isEqualTo("reject 32768");
    var wide =
        ALL + "set \"a\" \"" + "x".repeat(30_000) + "\"; reject \"" + "${a}".repeat(100) + "\";";
    assertThat(new SieveRuns(COYOTE).run(wide)).contains("characters with its variables");
  }

  @Test
  void includes_that_fan_out_end_by_count() {
    var runs = new SieveRuns(COYOTE);
    for (int i = 0; i < 9; i++)
      runs.script("f" + i, "require \"include\";" + ("include \"f" + (i + 1) + "\";").repeat(20));
    runs.script("f9", "if true {}");
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(runs.run("require \"include\"; include \"f0\";"))
                .contains("more than 100000 commands"));
  }

  @Test
  void a_hundred_thousand_different_includes_are_a_warning() {
    var script = new StringBuilder("require \"include\";");
    for (int i = 0; i < 20_000; i++) script.append("include :optional \"s").append(i).append("\";");
    assertThat(new SieveRuns(COYOTE).run(script.toString())).isNotEmpty();
  }

  @Test
  void loops_over_many_parts_end_by_count() {
    var message = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 900; i++) message.append("--b\n\n\n");
    var loop = "foreverypart { ";
    var script = ALL + loop + "if header \"a\" \"b\" {}".repeat(200) + "}";
    assertThat(new SieveRuns(message.toString()).run(script)).contains("more than 100000 commands");
  }

  @Test
  void patterns_that_make_others_go_back_for_ever_end() {
    var runs = new SieveRuns("X: " + "a".repeat(100_000) + "\n\n" + "a".repeat(2_000_000));
    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThat(runs.holds("header :matches \"x\" \"" + "*a".repeat(500) + "b\"")).isFalse();
          assertThat(runs.holds("header :matches \"x\" \"*" + "?a".repeat(50) + "b*\"")).isFalse();
          assertThat(runs.holds("header :contains \"x\" \"" + "a".repeat(50_000) + "b\""))
              .isFalse();
          assertThat(runs.holds("header :regex \"x\" \"(a|aa)+(a*)*b\"")).isFalse();
          var wide = "if body :raw :regex \"" + "(a?a?a?)*".repeat(50) + "b\" {}";
          assertThat(runs.run(ALL + wide)).contains("compares more text");
        });
  }

  @Test
  void long_lines_and_stacked_marks_are_read_once() {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThat(errors("keep;".repeat(200_000))).isEmpty();
          assertThat(errors(ALL + "set \"a\" \"" + "${hex:".repeat(150_000) + "}\";")).isEmpty();
          assertThat(errors(ALL + "set \"a\" \"" + "${a".repeat(300_000) + "}\";")).isEmpty();
          assertThat(errors(ALL + "if header :regex \"a\" \"a" + "{1}".repeat(300_000) + "\" {}"))
              .hasSize(1);
          assertThat(errors("redirect [" + "\"a\",".repeat(200_000) + "\"a\"];")).hasSize(1);
          assertThat(errors("keep" + " :a".repeat(300_000) + ";")).hasSize(1);
        });
  }

  @Test
  void actions_redirects_and_notifications_are_counted() {
    var runs = new SieveRuns(COYOTE);
    var redirects = new StringBuilder();
    for (int i = 0; i < 9; i++)
      redirects.append("redirect \"a").append(i).append("@example.com\";");
    assertThat(runs.run(redirects.toString())).contains("more than 8 redirects");
    assertThat(runs.run(ALL + "notify \"mailto:a@example.com\";".repeat(5)))
        .contains("more than 4 notifications");
    var files = new StringBuilder(ALL);
    for (int i = 0; i < 65; i++) files.append("fileinto \"").append(i).append("\";");
    assertThat(runs.run(files.toString())).contains("more than 64 actions");
    assertThat(runs.run(ALL + "addheader \"X\" \"y\";".repeat(101)))
        .contains("more than 100 times");
    assertThat(runs.run(ALL + "addheader \"X\" \"" + "y ".repeat(200_000) + "\";"))
        .contains("octets to the header");
    assertThat(runs.run(ALL + "enclose \"x\";".repeat(101))).contains("more than 100 times");
  }

  @Test
  void a_trace_is_bounded() {
    var outcome =
        new SieveRuns(COYOTE)
            .outcome(ALL + "if header \"subject\" [\"a\", \"b\", \"c\"] {}".repeat(8_000));
    assertThat(outcome.trace()).hasSize(SieveLimits.MAX_TRACE_STEPS);
  }

  @Property
  void any_text_is_compiled_or_refused(@ForAll @StringLength(max = 300) String text) {
    compileAndRun(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void any_octets_are_compiled_or_refused(@ForAll @Size(max = 300) byte[] octets) {
    compileAndRun(octets);
  }

  /// Pieces of scripts in any order.
  @Property(tries = 2_000)
  void any_tokens_are_compiled_or_refused(@ForAll @From("tokens") String text) {
    compileAndRun(text.getBytes(StandardCharsets.UTF_8));
    compileAndRun((ALL + text).getBytes(StandardCharsets.UTF_8));
  }

  /// Whole commands of the extensions that ask the outside, with odd arguments and odd answers.
  @Property(tries = 2_000)
  void whatever_the_outside_says_a_run_ends_with_actions(
      @ForAll @From("asking") List<String> commands, @ForAll int salt) {
    var body = String.join("\n", commands);
    var facts = new SieveRuns(COYOTE, new Moody(salt)).facts();
    compileAndRun((ALL + body).getBytes(StandardCharsets.UTF_8), facts);
    var event =
        new Facts(
            facts.message(),
            null,
            Map.of(
                EnvironmentItem.IMAP_CAUSE, "FLAG",
                EnvironmentItem.IMAP_CHANGED_FLAGS, "\\Seen a"),
            List.of("\\Seen", "a", "\\Nonsense"),
            facts.now(),
            facts.scores(),
            "+",
            facts.outside());
    compileAndRun((EVENT + body).getBytes(StandardCharsets.UTF_8), event);
  }

  private static final String EVENT =
      ALL.replaceAll("\"(reject|ereject|vacation|vacation-seconds)\", ", "")
          .replaceFirst("\"", "\"imapsieve\", \"");

  @Provide
  Arbitrary<List<String>> asking() {
    var name =
        Arbitraries.of(
            "\":addrbook:default\"",
            "\"tag:a,2026:b\"",
            "\"${1}\"",
            "\":\"",
            "\"x\"",
            "\"/shared/a\"",
            "\"\"",
            "[\":addrbook:own\", \"%%%\"]",
            "\"2026-12-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59-1800\"",
            "\"SUCCESS,NEVER\"",
            "\"success\"",
            "\"FULL\"");
    var number = Arbitraries.of("0", "1", "1099511627776", "1024G", "600");
    return Combinators.combine(name, name, name, number, Arbitraries.of(FRAMES))
        .as((a, b, c, n, frame) ->
            frame.replace("$a", a).replace("$b", b).replace("$c", c).replace("$n", n))
        .list()
        .ofMaxSize(8);
  }

  private static final List<String> FRAMES =
      List.of(
          "if header :list $a $b { addflag $c; }",
          "if not envelope :list \"from\" $a { stop; }",
          "if string :list $a $b { keep; }",
          "if valid_ext_list $a { discard; }",
          "redirect :list $a;",
          "redirect :copy :list :notify $a :ret $b $c;",
          "redirect :bytimerelative $n :bymode $a \"x@y.example\";",
          "redirect :copy :bytimeabsolute $a :bytrace \"x@y.example\";",
          "if metadata :matches $a $b \"*\" { set \"a\" \"${1}\"; }",
          "if servermetadata :count \"gt\" $a $b { keep; }",
          "if metadataexists $a $b { fileinto $c; }",
          "if environment :contains \"imap.changedflags\" $a { removeflag $b; }",
          "if envelope :list \"bytimeabsolute\" $a { keep; }",
          "if allof (hasflag $a, servermetadataexists $b) { fileinto :copy :flags $c $a; }");

  /// Answers differently each time, but for what has to be the same.
  private static final class Moody extends Outside.Nothing {
    private final Random random;

    Moody(int salt) {
      random = new Random(salt);
    }

    private @Nullable String text() {
      return switch (random.nextInt(4)) {
        case 0 -> null;
        case 1 -> "";
        case 2 -> "\0\uD800" + "x".repeat(random.nextInt(100_000));
        default -> "${1}*";
      };
    }

    @Override
    public boolean listExists(String uri) {
      return random.nextInt(8) > 0;
    }

    @Override
    public @Nullable String listMember(String uri, String value) {
      return text();
    }

    @Override
    public @Nullable List<EmailAddress> listAddresses(String uri, int most) {
      if (random.nextBoolean()) return null;
      var one = new EmailAddress(new Localpart("x"), new DomainName("example.com"));
      return Collections.nCopies(random.nextInt(most + 2), one);
    }

    @Override
    public @Nullable String metadata(String mailbox, String annotation) {
      return text();
    }

    @Override
    public @Nullable String serverMetadata(String annotation) {
      return text();
    }
  }

  @Provide
  Arbitrary<String> tokens() {
    var words =
        new ArrayList<>(
            List.of(
                "\"a\"",
                "\"${1}${a}\"",
                "[\"a\", \"*\"]",
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                ",",
                ";",
                "1",
                "2K",
                "text:\n.\n",
                "\"",
                "/*",
                "*/",
                "#",
                "if",
                "elsif",
                "else",
                "\"date\"",
                "\"from\"",
                "\"lt\"",
                "\"mailto:a@b.example\"",
                "\"i;octet\"",
                ":is",
                ":contains",
                ":matches",
                ":regex",
                ":count",
                ":value",
                ":list",
                ":over",
                ":all",
                ":mime",
                ":index",
                ":last",
                ":copy",
                ":flags",
                ":comparator",
                ":anychild",
                ":name"));
    words.addAll(CommandTable.COMMANDS.keySet());
    words.addAll(CommandTable.TESTS.keySet());
    return Arbitraries.of(words).list().ofMaxSize(25).map(list -> String.join(" ", list));
  }

  private static void compileAndRun(byte[] script) {
    compileAndRun(script, new SieveRuns(COYOTE).facts());
  }

  private static void compileAndRun(byte[] script, Facts facts) {
    var settings = CompileSettings.ALL;
    var compilation = SieveCompiler.compile(ScriptName.personal("any"), script, settings);
    if (compilation instanceof Compilation.Refused refused) {
      assertThat(refused.errors()).isNotEmpty();
      return;
    }
    var compiled = ((Compilation.Compiled) compilation).script();
    try {
      var outcome = compiled.run(facts, SieveLimits.ORDINARY, Script.Tracing.ON);
      assertThat(outcome.actions()).isNotEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

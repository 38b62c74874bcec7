package org.posthorn.wire.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.smtp.EnhancedCode;

class ReportTextsTest {

  private static final String TABLE =
      """
      2.x.x: well
      4.x.x: later
      5.x.x: never
        ask
        somebody
      x.1.x: an address
      5.1.x: a bad address
      x.1.1: nobody
      5.1.1: nobody ever
      """;

  private static String file(String subject, String body) {
    return """
    a comment
    [language]
    en

    [subject failed]
    %s

    [subject delayed]
    later

    [subject delivered]
    done

    [body]
    %s

    [explanations]
    %s\
    """
        .formatted(subject, body, TABLE);
  }

  private static String body(String template) throws TemplateException {
    var texts = ReportTexts.parse(file("no", template));
    var report =
        Reports.report(
            Reports.unknown(), Reports.recipient("tybalt@verona.example", Action.FAILED, "5.2.2"));
    return texts.body(texts.values(report, Map.of("sender", "juliet@example.test")));
  }

  @Test
  void values_conditions_and_groups_are_filled_in() throws TemplateException {
    assertThat(body("{{sender}}, {{reporting-mta}}{{?subject}} about {{subject}}{{/subject}}"))
        .isEqualTo("juliet@example.test, mx.example.test");
    assertThat(body("{{#failed}}<{{recipient}} {{status}} {{sender}}>{{/failed}}"))
        .isEqualTo(
            "<romeo@verona.example 5.1.1 juliet@example.test>"
                + "<tybalt@verona.example 5.2.2 juliet@example.test>");
    assertThat(body("{{?delayed}}later{{/delayed}}{{?failed}}no{{/failed}}")).isEqualTo("no");
  }

  @Test
  void a_line_of_nothing_but_a_mark_is_no_line() throws TemplateException {
    assertThat(body("a\n{{?failed}}\nb\n  {{/failed}}\nc")).isEqualTo("a\nb\nc");
    assertThat(body("{{#failed}}\n{{status}}\n{{/failed}}\nend")).isEqualTo("5.1.1\n5.2.2\nend");
  }

  @Test
  void the_most_precise_explanation_counts() throws TemplateException {
    var table = Explanations.parse(TABLE.lines().toList(), 1);
    assertThat(why(table, "5.1.1")).isEqualTo("nobody ever");
    assertThat(why(table, "4.1.1")).isEqualTo("nobody");
    assertThat(why(table, "5.1.7")).isEqualTo("a bad address");
    assertThat(why(table, "4.1.7")).isEqualTo("an address");
    assertThat(why(table, "5.9.999")).isEqualTo("never");
    assertThat(table.of(EnhancedCode.of("5.0.0")).advice()).isEqualTo("ask somebody");
    assertThat(table.of(EnhancedCode.of("4.0.0")).advice()).isEmpty();
  }

  private static String why(Explanations table, String code) {
    return table.of(EnhancedCode.of(code)).why();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{nobody}}             | nobody      | is not known",
        "{{recipient}}          | recipient   | belongs inside a group",
        "{{failed}}             | failed      | is a group, write {{#failed}}",
        "{{#sender}}{{/sender}} | #sender     | is not known",
        "{{?nobody}}            | ?nobody     | is not known",
        "{{?failed}}            | failed      | is never ended by {{/failed}}",
        "{{/failed}}            | /failed     | ends nothing here",
        "{{?failed}}{{/sender}} | /sender     | ends nothing here, {{/failed}} is expected",
        "{{#failed}}{{#failed}} | #failed     | is inside another group",
        "{{sender               | sender      | is not closed by }}",
        "{{}}                   | ''          | has no name",
        "{{! exec}}             | ! exec      | is not known",
      })
  void a_fault_is_named_with_line_and_placeholder(String tag, String placeholder, String problem) {
    assertThatThrownBy(() -> ReportTexts.parse(file("no", "first\n" + tag)))
        .isInstanceOfSatisfying(
            TemplateException.class,
            fault -> {
              assertThat(fault.line()).isEqualTo(16);
              assertThat(fault.placeholder()).isEqualTo(placeholder);
              assertThat(fault).hasMessage("line 16: {{" + placeholder + "}}: " + problem);
            });
  }

  @Test
  void subjects_are_checked_too() {
    assertThatThrownBy(() -> ReportTexts.parse(file("{{recipient}}", "x")))
        .hasMessage("line 6: {{recipient}}: belongs inside a group");
    assertThatThrownBy(() -> ReportTexts.parse(file("a\nb", "x")))
        .hasMessage("line 7: a subject is one line");
  }

  @Test
  void nesting_is_bounded() {
    var deep = "{{?failed}}".repeat(20) + "{{/failed}}".repeat(20);
    assertThatThrownBy(() -> ReportTexts.parse(file("no", deep)))
        .hasMessageContaining("is nested too deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[body]            | [bodies]      | the section [body] is missing",
        "[subject delayed] | [body]        | [body] is here twice",
        "en                | e n           | not a language tag",
        "4.x.x: later      | 4.4.4: later  | 4.x.x is missing in [explanations]",
        "x.1.1: nobody     | x.1.x: nobody | x.1.x is here twice",
        "x.1.1: nobody     | 6.1.1: nobody | is not of the form 5.1.1: text",
        "x.1.1: nobody     | x.1.1:        | explains nothing",
        "2.x.x: well       | ' well'       | belongs to no code",
      })
  void a_file_that_is_not_whole_is_refused(String from, String to, String problem) {
    assertThatThrownBy(() -> ReportTexts.parse(file("no", "x").replace(from, to)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void empty_and_endless_files_are_refused() {
    for (var file : new String[] {"", "x".repeat(ReportTexts.MAX_LENGTH + 1), "[body]\n"})
      assertThatThrownBy(() -> ReportTexts.parse(file)).isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"report-en.txt", "report-de.txt"})
  void the_default_texts_can_be_used_as_a_beginning(String name) throws TemplateException {
    var texts = ReportTexts.parse(ReportTexts.file(name));
    assertThat(name).contains(texts.language());
  }

  @Test
  void both_languages_explain_the_same_codes_and_say_what_to_do() {
    assertThat(codes("report-de.txt")).isEqualTo(codes("report-en.txt"));
    var german = ReportTexts.file("report-de.txt");
    for (var name : ReportTexts.OF_RECIPIENTS)
      assertThat(german.contains("{{" + name + "}}"))
          .as(name)
          .isEqualTo(ReportTexts.file("report-en.txt").contains("{{" + name + "}}"));
  }

  private static Stream<String> stream(String name) {
    return ReportTexts.file(name).lines().filter(line -> line.matches("[245x]\\..*"));
  }

  private static List<String> codes(String name) {
    return stream(name).map(line -> line.substring(0, line.indexOf(':'))).sorted().toList();
  }

  @Test
  void long_lines_are_broken_with_their_indentation() {
    var text = "    Why: " + "word ".repeat(30) + "\nshort\n\n  " + "x".repeat(100);
    assertThat(TextLayout.of(text).split("\r\n", -1))
        .allMatch(line -> line.length() <= 76 || line.equals("  " + "x".repeat(100)))
        .startsWith("    Why: " + "word ".repeat(13).strip())
        .contains("short", "    " + "word ".repeat(14).strip());
  }
}

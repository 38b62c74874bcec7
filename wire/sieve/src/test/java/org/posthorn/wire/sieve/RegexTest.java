package org.posthorn.wire.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexTest {

  private static @Nullable List<String> find(String regex, String text) {
    try {
      return Regex.compile(regex, Comparator.ASCII_CASEMAP).find(text, new Work(1_000_000_000));
    } catch (RegexException e) {
      return List.of("error");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          a.c                ; xABCx           ; [ABC]
          ^a                 ; ba              ; null
          a$                 ; ba              ; [a]
          (a|ab)(c|bcd)(d*)  ; abcd            ; [abcd, a, bcd, ]
          (a+)(b+)?          ; aab             ; [aab, aa, b]
          a|ab|abc           ; abcd            ; [abc]
          x*                 ; aaa             ; []
          [[:digit:]]{2,3}   ; a12345          ; [123]
          [^[:alpha:] ]+     ; ab 12           ; [12]
          []a]+              ; x]a]y           ; []a]]
          [a-]+              ; x-a-y           ; [-a-]
          \\[(.*)\\] (.*)    ; [list] subject  ; [[list] subject, list, subject]
          \\<foo\\>          ; a foo b         ; [foo]
          \\<foo\\>          ; afoo b          ; null
          \\w+@\\w+          ; <me@here>       ; [me@here]
          (ab){2}            ; ababab          ; [abab, ab]
          a{,2}              ; aaa             ; [aa]
          a{0}b              ; aab             ; [b]
          ()a                ; a               ; [a, ]
          (a|b)*c            ; abac            ; [abac, a]
          ü+                 ; grüün           ; [üü]
          a**                ; aaa             ; [aaa]
          (                  ; a               ; [error]
          a)                 ; a               ; [error]
          *a                 ; a               ; [error]
          a{2                ; a               ; [error]
          a{3,2}             ; a               ; [error]
          a{256}             ; a               ; [error]
          [a                 ; a               ; [error]
          [[:nope:]]         ; a               ; [error]
          [z-a]              ; a               ; [error]
          (a)\\1             ; aa              ; [error]
          (?:a)              ; a               ; [error]
          a\\                ; a               ; [error]
          """)
  void expressions_find_the_leftmost_longest(String regex, String text, String expected) {
    var found = find(regex, text);
    assertThat(found == null ? "null" : found.toString()).isEqualTo(expected);
  }

  @Test
  void an_expression_that_makes_others_go_back_for_ever_takes_linear_time() {
    var text = "a".repeat(20_000) + "b";
    assertThat(find("(a*)*c", text)).isNull();
    assertThat(find("(a|aa)+$", text)).isNull();
    assertThat(find("(.*)(.*)(.*)(.*)(.*)[^b]$", text)).isNull();
  }

  @Test
  void an_expression_that_grows_too_large_is_refused() {
    assertThat(find("((a{255}){255}){255}", "a")).isEqualTo(List.of("error"));
    assertThat(find("(".repeat(100) + ")".repeat(100), "a")).isEqualTo(List.of("error"));
  }

  @Property
  void it_finds_what_the_library_finds(
      @ForAll @Chars({'a', 'b', '(', ')', '|', '*', '+', '?', '.'}) @StringLength(max = 8)
          String regex,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String text) {
    if (regex.contains("(?") || regex.matches(".*[*+?][*+?].*")) return;
    boolean expected;
    try {
      expected = Pattern.compile(regex).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return;
    }
    var found = find(regex, text);
    if (List.of("error").equals(found)) return; // as of "(|*a)", which the library takes
    assertThat(found != null).isEqualTo(expected);
  }
}

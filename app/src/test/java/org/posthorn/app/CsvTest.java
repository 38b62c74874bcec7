package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
  private static List<Csv.Row> read(String text) throws IOException {
    var csv = new Csv(new StringReader(text));
    var rows = new ArrayList<Csv.Row>();
    for (var row = csv.read(); row != null; row = csv.read()) rows.add(row);
    return rows;
  }

  @Test
  void fields_are_parted_by_commas_and_rows_by_either_line_end() throws IOException {
    assertThat(read("a,b\r\nc,,d\n\n,\n"))
        .containsExactly(
            new Csv.Row(1, List.of("a", "b")),
            new Csv.Row(2, List.of("c", "", "d")),
            new Csv.Row(4, List.of("", "")));
  }

  @Test
  void quoted_fields_hold_commas_quotes_and_line_ends_and_lines_are_counted_on()
      throws IOException {
    assertThat(read("\"a,\"\"b\"\"\nc\",d\nlast"))
        .containsExactly(
            new Csv.Row(1, List.of("a,\"b\"\nc", "d")), new Csv.Row(3, List.of("last")));
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_field() throws IOException {
    assertThat(read("\ufeffaddress\n")).containsExactly(new Csv.Row(1, List.of("address")));
  }

  @Test
  void nothing_is_no_rows() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("\r\n\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x~\"open  | line 2: a quoted field that does not end",
        "a\"b      | line 1: a quote inside",
        "\"a\"b    | line 1: text after the closing quote",
      })
  void what_is_broken_is_named_with_its_line(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(Csv.Malformed.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void fields_and_rows_have_limits() {
    assertThatThrownBy(() -> read("a".repeat(Csv.MAX_FIELD + 1))).hasMessageContaining("8192");
    assertThatThrownBy(() -> read(",".repeat(Csv.MAX_FIELDS))).hasMessageContaining("64 fields");
  }
}

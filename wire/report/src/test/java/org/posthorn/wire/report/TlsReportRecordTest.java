package org.posthorn.wire.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReportRecordTest {

  private static @Nullable String destinations(String... texts) {
    var record = TlsReportRecord.among(List.of(texts));
    return record == null
        ? null
        : record.destinations().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=TLSRPTv1;rua=mailto:reports@example.com | reports@example.com",
        "v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt |"
            + " https://reporting.example.com/v1/tlsrpt",
        "v=TLSRPTv1 ; rua=mailto:a@b.example , https://c.example/; | a@b.example"
            + " https://c.example/",
        "v=TLSRPTv1; x-new=1; rua=MAILTO:a%2Bb@b.example?subject=x | a+b@b.example",
        "v=TLSRPTv1; rua=ftp://x.example,mailto:a@b.example | a@b.example",
        "v=TLSRPTv1; rua=https://user@x.example/,mailto:a@b.example | a@b.example"
      })
  void records_are_understood(String text, String expected) {
    assertThat(destinations(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=TLSRPTv1",
        "v=TLSRPTv1;",
        "v=tlsrptv1; rua=mailto:a@b.example",
        "v=TLSRPTv10; rua=mailto:a@b.example",
        "v=TLSRPTv1; ru\u00e4=mailto:a@b.example",
        "v=TLSRPTv1; rua"
      })
  void others_are_none(String text) {
    assertThat(destinations(text)).isNull();
  }

  @Test
  void of_two_records_none_counts_and_strangers_are_no_records() {
    var good = "v=TLSRPTv1; rua=mailto:a@b.example";
    assertThat(destinations(good, good)).isNull();
    assertThat(destinations("v=spf1 -all", good)).isEqualTo("a@b.example");
  }
}

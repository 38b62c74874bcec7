package org.posthorn.wire.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.wire.dns.DnsName;

class SpfCasesTest {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_000_000L));
  static final DnsName RECEIVER = new DnsName("mx.receiver.example");

  static List<SpfCases.Case> cases() {
    return SpfCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_table_holds(SpfCases.Case each) {
    var verdict = new Spf(each.zone(), RECEIVER, CLOCK).checkMailFrom(each.input());
    assertThat(verdict.result()).as(verdict.toString()).isIn(each.results());
    if (each.explanation() == null) return;
    var expected = each.explanation().equals("DEFAULT") ? null : each.explanation();
    assertThat(verdict.explanation()).as(verdict.toString()).isEqualTo(expected);
  }

  @Test
  void the_table_is_long() {
    assertThat(cases()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
  }
}

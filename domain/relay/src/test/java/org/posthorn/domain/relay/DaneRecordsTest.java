package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Tlsa;

class DaneRecordsTest {

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 32, true",
    "3, 0, 2, 64, true",
    "2, 0, 1, 32, true",
    "3, 1, 0, 91, true",
    "0, 0, 1, 32, false",
    "1, 1, 1, 32, false",
    "4, 1, 1, 32, false",
    "255, 1, 1, 32, false",
    "3, 2, 1, 32, false",
    "3, 1, 3, 32, false",
    "3, 1, 1, 31, false",
    "3, 1, 1, 64, false",
    "3, 1, 2, 32, false",
    "3, 1, 0, 0, false"
  })
  void some_records_can_be_used(int usage, int selector, int matching, int octets, boolean usable) {
    var record = new Tlsa(usage, selector, matching, "ab".repeat(octets));
    assertThat(DaneRecords.usable(List.of(record))).hasSize(usable ? 1 : 0);
  }

  @Test
  void the_strongest_digest_counts_alone() {
    var weak = new Tlsa(3, 1, 1, "ab".repeat(32));
    var strong = new Tlsa(3, 1, 2, "ab".repeat(64));
    var full = new Tlsa(3, 1, 0, "ab");
    var otherUsage = new Tlsa(2, 1, 1, "ab".repeat(32));
    assertThat(DaneRecords.usable(List.of(weak, strong, full, otherUsage)))
        .containsExactly(strong, full, otherUsage);
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.net, mx.example.net, true",
    "MX.example.net., mx.example.net, true",
    "*.example.net, mx.example.net, true",
    "*.example.net, example.net, false",
    "*.example.net, a.mx.example.net, false",
    "m*.example.net, mx.example.net, false",
    "*.net, example.net, false",
    "*, example, false",
    "'', mx.example.net, false"
  })
  void names_are_compared(String presented, String reference, boolean matches) {
    assertThat(ServerNames.matches(presented, new DnsName(reference))).isEqualTo(matches);
  }
}

package org.posthorn.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.TestRandom;

class BackoffTest {

  @Property
  void a_wait_is_doubled_up_to_the_longest_and_spread_by_a_fifth(
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int failures,
      @ForAll @LongRange(min = 1, max = 1_000_000) long first,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long more,
      @ForAll long seed) {
    var backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis(first + more));
    double plain =
        Math.min(first * Math.pow(2, Math.min(failures - 1, 20)), (double) (first + more));
    double wait = (double) backoff.after(failures, TestRandom.seeded(seed)).toMillis();
    assertThat(wait).isBetween(Math.max(1, plain * 0.8 - 1), plain * 1.2 + 1);
  }

  @Test
  void what_failed_together_does_not_come_back_together() {
    var random = TestRandom.seeded(1);
    var backoff = new Backoff(Duration.ofMinutes(5), Duration.ofHours(3));
    var waits = IntStream.range(0, 100).mapToObj(_ -> backoff.after(1, random));
    assertThat(waits.distinct().count()).isGreaterThan(90);
  }

  @Test
  void no_wait_at_all_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofHours(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofHours(2), Duration.ofHours(1)));
  }
}

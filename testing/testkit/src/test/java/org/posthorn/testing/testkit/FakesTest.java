package org.posthorn.testing.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakesTest {
  @Test
  void the_clock_moves_only_when_it_is_moved() {
    var clock = ManualClock.standing();
    var start = clock.instant();
    assertThat(clock.instant()).isEqualTo(start);
    clock.move(Duration.ofHours(2));
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(7200));
    clock.set(start);
    assertThat(clock.millis()).isEqualTo(start.toEpochMilli());
  }

  @Test
  void randomness_is_the_same_at_every_run() {
    assertThat(TestRandom.seeded(1).nextLong()).isEqualTo(TestRandom.seeded(1).nextLong());
    assertThat(TestRandom.seeded(1).nextLong()).isNotEqualTo(TestRandom.seeded(2).nextLong());
    var bytes = new byte[16];
    TestRandom.notSecure(1).nextBytes(bytes);
    var again = new byte[16];
    TestRandom.notSecure(1).nextBytes(again);
    assertThat(bytes).isEqualTo(again).isNotEqualTo(new byte[16]);
    assertThat(TestRandom.notSecure(3).nextInt(10)).isEqualTo(TestRandom.notSecure(3).nextInt(10));
  }
}

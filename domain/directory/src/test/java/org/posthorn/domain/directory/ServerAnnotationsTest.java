package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.ServerAnnotations.Outcome;
import org.posthorn.platform.storage.Dialect;

@ParameterizedClass
@EnumSource(Dialect.class)
class ServerAnnotationsTest extends OnBothEngines {

  private final AtomicInteger told = new AtomicInteger();

  ServerAnnotationsTest(Dialect dialect) {
    super(dialect);
    directory.annotations().whenChanged(told::incrementAndGet);
  }

  private Outcome set(String entry, @Nullable String value) {
    var entries = new HashMap<String, byte @Nullable []>();
    entries.put(entry, value == null ? null : value.getBytes(UTF_8));
    return directory.annotations().set(entries);
  }

  @Test
  void what_is_set_is_there_until_it_is_taken_away() {
    assertThat(directory.annotations().all()).isEmpty();
    assertThat(set("/shared/comment", "one")).isEqualTo(Outcome.DONE);
    assertThat(set("/shared/comment", "zwölf")).isEqualTo(Outcome.DONE);
    assertThat(directory.annotations().all())
        .containsExactly(Map.entry("/shared/comment", "zwölf".getBytes(UTF_8)));
    assertThat(set("/shared/comment", null)).isEqualTo(Outcome.DONE);
    assertThat(directory.annotations().all()).isEmpty();
    assertThat(told).hasValue(3);
  }

  @Test
  void there_are_bounds_and_nothing_is_done_beyond_them() {
    assertThat(set("/shared/comment", "x".repeat(ServerAnnotations.MAX_VALUE + 1)))
        .isEqualTo(Outcome.TOO_BIG);
    assertThat(set("/shared/" + "x".repeat(ServerAnnotations.MAX_NAME), "x"))
        .isEqualTo(Outcome.TOO_BIG);
    var many = new HashMap<String, byte @Nullable []>();
    for (int i = 0; i <= ServerAnnotations.MAX_ENTRIES; i++)
      many.put("/shared/" + i, new byte[] {'x'});
    assertThat(directory.annotations().set(many)).isEqualTo(Outcome.TOO_MANY);
    assertThat(directory.annotations().all()).isEmpty();
    assertThat(told).hasValue(0);
  }
}

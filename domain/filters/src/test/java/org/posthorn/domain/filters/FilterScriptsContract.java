package org.posthorn.domain.filters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// What holds for scripts and for what they remember, on every engine.
abstract class FilterScriptsContract {

  private static final PartitionId HERE = new PartitionId(1);
  private static final MailAccount ROMEO = new MailAccount(7, HERE, QuotaLimit.NONE);
  private static final MailAccount JULIET = new MailAccount(8, HERE, QuotaLimit.NONE);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path folder;
  private final Dialect dialect;
  private Storage storage;
  private FilterScripts scripts;

  FilterScriptsContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(Filters.SCHEMA)));
    storage.createPartition();
    scripts = new FilterScripts(storage::partition, () -> SiteScripts.NONE, () -> NOON);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private ScriptOutcome put(String name, String content) {
    return scripts.put(ROMEO, name, content.getBytes(UTF_8));
  }

  private List<String> names() {
    return scripts.list(ROMEO).stream()
        .map(it -> it.name() + (it.active() ? "*" : "") + " " + it.octets())
        .toList();
  }

  @Test
  void a_script_is_kept_with_its_exact_octets() {
    assertThat(put("main", "keep;\r\n# ü\n")).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(scripts.content(ROMEO, "main")).isEqualTo("keep;\r\n# ü\n".getBytes(UTF_8));
    assertThat(names()).containsExactly("main 12");
    assertThat(scripts.content(JULIET, "main")).isNull();
    assertThat(scripts.list(JULIET)).isEmpty();
  }

  @Test
  void a_script_that_does_not_compile_changes_nothing() {
    put("main", "keep;");
    var refused = put("main", "keep;\nfileinto \"a\";\n");
    assertThat(refused).isInstanceOf(ScriptOutcome.DoesNotCompile.class);
    assertThat(refused.inWords()).contains("main:2:1: error:");
    assertThat(scripts.content(ROMEO, "main")).isEqualTo("keep;".getBytes(UTF_8));
  }

  @Test
  void one_script_is_active_at_most() {
    put("a", "keep;");
    put("b", "keep;");
    assertThat(scripts.activate(ROMEO, "a")).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(names()).containsExactly("a* 5", "b 5");
    assertThat(scripts.activate(ROMEO, "b")).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(names()).containsExactly("a 5", "b* 5");
    assertThat(scripts.active(ROMEO).name()).isEqualTo("b");
    assertThat(scripts.activate(ROMEO, "c")).isInstanceOf(ScriptOutcome.NoSuchScript.class);
    assertThat(scripts.activate(ROMEO, null)).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(scripts.active(ROMEO).name()).isNull();
  }

  @Test
  void every_change_has_another_version() {
    put("a", "keep;");
    long first = scripts.active(ROMEO).version();
    put("a", "discard;");
    assertThat(scripts.active(ROMEO).version()).isGreaterThan(first);
  }

  @Test
  void the_active_script_is_not_deleted() {
    put("a", "keep;");
    scripts.activate(ROMEO, "a");
    assertThat(scripts.delete(ROMEO, "a")).isInstanceOf(ScriptOutcome.IsActive.class);
    scripts.activate(ROMEO, null);
    assertThat(scripts.delete(ROMEO, "a")).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(scripts.delete(ROMEO, "a")).isInstanceOf(ScriptOutcome.NoSuchScript.class);
  }

  @Test
  void a_renamed_script_stays_active() {
    put("a", "keep;");
    put("b", "keep;");
    scripts.activate(ROMEO, "a");
    assertThat(scripts.rename(ROMEO, "a", "b")).isInstanceOf(ScriptOutcome.AlreadyExists.class);
    assertThat(scripts.rename(ROMEO, "c", "d")).isInstanceOf(ScriptOutcome.NoSuchScript.class);
    assertThat(scripts.rename(ROMEO, "a", "x/y")).isInstanceOf(ScriptOutcome.BadName.class);
    assertThat(scripts.rename(ROMEO, "a", "été")).isInstanceOf(ScriptOutcome.Done.class);
    assertThat(names()).containsExactlyInAnyOrder("b 5", "été* 5");
  }

  @Test
  void names_that_look_alike_are_the_same() {
    put("\u00e9", "keep;");
    put("e\u0301", "discard;");
    assertThat(names()).containsExactly("\u00e9 8");
  }

  @Test
  void there_is_room_for_so_many_scripts_and_no_more() {
    for (int i = 0; i < FilterLimits.MAX_SCRIPTS; i++) put("s" + i, "keep;");
    assertThat(put("more", "keep;")).isInstanceOf(ScriptOutcome.TooManyScripts.class);
    assertThat(scripts.haveSpace(ROMEO, "more", 5))
        .isInstanceOf(ScriptOutcome.TooManyScripts.class);
    assertThat(put("s1", "discard;")).isInstanceOf(ScriptOutcome.Done.class);
  }

  @Test
  void there_is_room_for_so_many_octets_and_no_more() {
    var large = "#" + "x".repeat(FilterLimits.MAX_SCRIPT_OCTETS - 2) + "\n";
    for (int i = 0; i < 4; i++) assertThat(put("s" + i, large)).isEqualTo(done());
    assertThat(put("s5", "keep;")).isInstanceOf(ScriptOutcome.TooManyOctets.class);
    assertThat(put("s1", "keep;")).isEqualTo(done());
    assertThat(put("s1", large + " ")).isInstanceOf(ScriptOutcome.TooLarge.class);
    assertThat(scripts.haveSpace(ROMEO, "s5", FilterLimits.MAX_SCRIPT_OCTETS))
        .isInstanceOf(ScriptOutcome.TooManyOctets.class);
    assertThat(scripts.haveSpace(ROMEO, "s1", 5)).isEqualTo(done());
  }

  private static ScriptOutcome done() {
    return new ScriptOutcome.Done(List.of());
  }

  @Test
  void who_is_gone_leaves_nothing() {
    put("a", "keep;");
    scripts.activate(ROMEO, "a");
    remember("x", Memory.Kept.ANEW, NOON);
    scripts.remove(ROMEO);
    assertThat(names()).isEmpty();
    assertThat(scripts.active(ROMEO).name()).isNull();
    assertThat(isRemembered("x", NOON)).isFalse();
  }

  private void remember(String what, Memory.Kept kept, Instant now) {
    var memory = new Memory(ROMEO, what, now, now.plus(Duration.ofDays(1)), kept);
    storage
        .partition(HERE)
        .write(tx -> {
          memory.write(tx);
          return null;
        });
  }

  private boolean isRemembered(String what, Instant now) {
    return storage.partition(HERE).read(tx -> Memory.expires(tx, ROMEO.id(), what, now) != null);
  }

  @Test
  void memory_expires() {
    remember("x", Memory.Kept.ANEW, NOON);
    assertThat(isRemembered("x", NOON.plus(Duration.ofHours(23)))).isTrue();
    assertThat(isRemembered("x", NOON.plus(Duration.ofHours(24)))).isFalse();
    assertThat(isRemembered("y", NOON)).isFalse();
  }

  private void first(String what, Instant now) {
    var memory = new Memory(ROMEO, what, now, now.plus(Duration.ofDays(1)), Memory.Kept.FIRST);
    storage
        .partition(HERE)
        .write(tx -> {
          memory.writeOrEnd(tx);
          return null;
        });
  }

  @Test
  void who_is_not_the_first_is_told_so_and_changes_nothing() {
    first("x", NOON);
    assertThatThrownBy(() -> first("x", NOON.plus(Duration.ofHours(20))))
        .isInstanceOf(Memory.KnownMeanwhile.class);
    assertThat(isRemembered("x", NOON.plus(Duration.ofHours(30)))).isFalse();
    first("x", NOON.plus(Duration.ofHours(25)));
    assertThat(isRemembered("x", NOON.plus(Duration.ofHours(30)))).isTrue();
  }

  @Test
  void memory_counts_from_the_last_time_where_that_is_wanted() {
    remember("last", Memory.Kept.ANEW, NOON);
    remember("last", Memory.Kept.ANEW, NOON.plus(Duration.ofHours(20)));
    assertThat(isRemembered("last", NOON.plus(Duration.ofHours(30)))).isTrue();
  }

  private static final String INSERT =
      "INSERT INTO filter_memory (account_id, key, expires_ms) VALUES (?, ?, ?)";

  @Test
  void memory_has_an_end() {
    storage
        .partition(HERE)
        .write(tx -> {
          for (int i = 0; i < FilterLimits.MAX_MEMORIES; i++)
            Sql.update(tx, INSERT, ROMEO.id(), "k" + i, NOON.plusSeconds(100 + i));
          var last = "k" + FilterLimits.MAX_MEMORIES;
          var expires = NOON.plusSeconds(100 + FilterLimits.MAX_MEMORIES);
          new Memory(ROMEO, last, NOON, expires, Memory.Kept.FIRST).write(tx);
          return null;
        });
    assertThat(isRemembered("k0", NOON)).isFalse();
    assertThat(isRemembered("k1", NOON)).isTrue();
    assertThat(isRemembered("k" + FilterLimits.MAX_MEMORIES, NOON)).isTrue();
  }
}

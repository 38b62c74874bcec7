package org.posthorn.domain.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.content.ContentFacts.Outcome;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AuditQuery;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.TextAppending.Addition;

/// Disclaimers kept on both engines, and the chain that appends them.
class DisclaimersTest {

  private static final Actor TEST = new Actor("test");
  private static final DomainName VERONA = new DomainName("verona.example");
  private static final byte[] MESSAGE = "Subject: x\r\n\r\nhi\r\n".getBytes(US_ASCII);

  @TempDir private Path folder;

  /// What is done with a store of disclaimers.
  private interface Work {
    void with(Storage storage, Disclaimers disclaimers) throws IOException;
  }

  private void on(Dialect dialect, Work work) throws IOException {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    var schemas = new Schemas(List.of(Directory.SCHEMA, Disclaimers.DIRECTORY_SCHEMA), List.of());
    try (var storage = Storage.open(config, schemas)) {
      storage
          .directory()
          .<@Nullable Void>write(tx -> {
            tx.handle().execute("DELETE FROM disclaimer");
            return null;
          });
      work.with(storage, new Disclaimers(storage.directory(), ManualClock.standing()));
    }
  }

  private static Disclaimer disclaimer(Direction direction, String text) {
    return new Disclaimer(VERONA, direction, Addition.of(text));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_set_counts_at_once_and_after_a_restart_until_it_is_removed(Dialect dialect)
      throws IOException {
    on(
        dialect,
        (storage, disclaimers) -> {
          assertThat(disclaimers.of(VERONA, Direction.OUTGOING)).isNull();
          disclaimers.set(TEST, disclaimer(Direction.OUTGOING, "Grüße aus Verona"));
          disclaimers.set(TEST, disclaimer(Direction.INTERNAL, "from next door"));
          disclaimers.set(TEST, disclaimer(Direction.OUTGOING, "a plague on both"));
          var again = new Disclaimers(storage.directory(), ManualClock.standing());
          for (var one : List.of(disclaimers, again)) {
            var outgoing = Objects.requireNonNull(one.of(VERONA, Direction.OUTGOING));
            assertThat(outgoing.addition()).isEqualTo(Addition.of("a plague on both"));
            assertThat(one.all()).hasSize(2);
          }
          assertThat(disclaimers.remove(TEST, VERONA, Direction.OUTGOING)).isTrue();
          assertThat(disclaimers.remove(TEST, VERONA, Direction.OUTGOING)).isFalse();
          assertThat(disclaimers.of(VERONA, Direction.OUTGOING)).isNull();
          assertThat(audited(storage))
              .containsExactly(
                  "REMOVED verona.example outgoing",
                  "CHANGED verona.example outgoing",
                  "ADDED verona.example internal",
                  "ADDED verona.example outgoing");
        });
  }

  /// The newest changes first.
  private static List<String> audited(Storage storage) {
    var clock = ManualClock.standing();
    try (var directory =
        new Directory(
            storage.directory(), DirectoryConfig.DEFAULT, clock, TestRandom.notSecure(1))) {
      return directory.audit(AuditQuery.newest(4)).stream()
          .map(entry -> entry.action() + " " + entry.objectName())
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_chain_appends_what_the_direction_wants_and_says_so(Dialect dialect) throws IOException {
    on(
        dialect,
        (_, disclaimers) -> {
          disclaimers.set(TEST, disclaimer(Direction.OUTGOING, "a plague on both"));
          var chain = new ContentChain(disclaimers);
          var out = new ByteArrayOutputStream();
          var outcomes =
              chain.run(
                  facts(Direction.OUTGOING),
                  (before, change) -> {
                    change.edit().writeTo(out);
                    return before;
                  });
          assertThat(out.toString(UTF_8)).endsWith("hi\r\n\r\na plague on both\r\n");
          assertThat(ContentFacts.told(outcomes))
              .containsExactly(
                  "disclaimer: that of verona.example for outgoing mail was appended to text/plain,"
                      + " us-ascii, 7bit");
          assertThat(chain.run(facts(Direction.INTERNAL), DisclaimersTest::unexpected))
              .containsExactly(
                  new Outcome.NotConcerned(
                      "disclaimer", "verona.example has none for internal mail"));
        });
  }

  private static ContentFacts unexpected(ContentFacts before, Outcome.Changed change) {
    throw new AssertionError(before + " was changed: " + change.reason());
  }

  private static ContentFacts facts(Direction direction) {
    return new ContentFacts(MessageSource.of(MESSAGE), MESSAGE.length, VERONA, direction);
  }
}

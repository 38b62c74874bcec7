package org.posthorn.domain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Rules of what is copied, kept on both engines.
class JournalsTest {

  private static final Actor TEST = new Actor("test");
  private static final EmailAddress ARCHIVE = address("archive@verona.example");

  @TempDir private Path folder;

  private void on(Dialect dialect, Consumer<Storage> work) {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    var schemas = new Schemas(List.of(Directory.SCHEMA, Journals.DIRECTORY_SCHEMA), List.of());
    try (var storage = Storage.open(config, schemas)) {
      storage
          .directory()
          .<@Nullable Void>write(tx -> {
            tx.handle().execute("DELETE FROM journal_rule");
            return null;
          });
      work.accept(storage);
    }
  }

  private static Journals journals(Storage storage) {
    return new Journals(storage.directory(), ManualClock.standing());
  }

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JournalRule rule(String whose, JournalDirection... directions) {
    try {
      var all = EnumSet.copyOf(List.of(directions));
      return new JournalRule(Whose.parse(whose), all, JournalStage.DELIVERED, ARCHIVE);
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JournalFacts facts(String sender, JournalDirection direction, String... to) {
    return new JournalFacts(
        "1",
        address(sender),
        null,
        Stream.of(to).map(JournalsTest::address).toList(),
        List.of(),
        Set.of(direction),
        Instant.EPOCH);
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_counts_at_once_and_after_a_restart_until_it_is_removed(Dialect dialect) {
    on(
        dialect,
        storage -> {
          var rule = rule("@Verona.example", JournalDirection.INTERNAL, JournalDirection.OUTGOING);
          long number = journals(storage).add(TEST, rule);
          var journals = journals(storage);
          assertThat(journals.all()).containsExactly(new Journals.Numbered(number, rule));
          var facts = facts("a@verona.example", JournalDirection.OUTGOING, "b@elsewhere.example");
          assertThat(journals.copies(facts, JournalStage.DELIVERED)).containsExactly(ARCHIVE);
          assertThat(journals.copies(facts, JournalStage.RECEIVED)).isEmpty();
          assertThat(journals.remove(TEST, number)).isTrue();
          assertThat(journals.copies(facts, JournalStage.DELIVERED)).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_is_about_who_sends_and_who_gets_and_each_archive_gets_one_copy(Dialect dialect) {
    on(
        dialect,
        storage -> {
          var journals = journals(storage);
          journals.add(TEST, rule("romeo@verona.example", JournalDirection.INCOMING));
          journals.add(TEST, rule("*", JournalDirection.INCOMING));
          journals.add(TEST, rule("@verona.example", JournalDirection.INTERNAL));
          for (var facts :
              List.of(
                  facts("x@y.example", JournalDirection.INCOMING, "ROMEO@verona.example"),
                  facts("x@y.example", JournalDirection.INCOMING, "z@y.example"),
                  facts("x@y.example", JournalDirection.INTERNAL, "b@VERONA.example")))
            assertThat(journals.copies(facts, JournalStage.DELIVERED)).containsExactly(ARCHIVE);
          for (var facts :
              List.of(
                  facts("romeo@verona.example", JournalDirection.OUTGOING, "z@y.example"),
                  facts("x@y.example", JournalDirection.INTERNAL, "b@sub.verona.example")))
            assertThat(journals.copies(facts, JournalStage.DELIVERED)).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void there_are_only_so_many_rules(Dialect dialect) {
    on(
        dialect,
        storage -> {
          var journals = journals(storage);
          var rule = rule("*", JournalDirection.INCOMING);
          for (int i = 0; i < Journals.MAX_RULES; i++) journals.add(TEST, rule);
          assertThatThrownBy(() -> journals.add(TEST, rule))
              .isInstanceOf(Journals.TooManyRulesException.class);
        });
  }
}

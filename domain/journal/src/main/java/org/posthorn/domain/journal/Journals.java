package org.posthorn.domain.journal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AuditEntry;
import org.posthorn.domain.directory.Directory;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// The rules of what is copied for an archive, in the directory's database, with their changes in
/// its audit log: people may have to know who reads along. They are remembered for some seconds: a
/// change made on this node counts at once, on others after [#KEPT]. Any thread may call.
public final class Journals {

  /// The table that the directory's database needs.
  public static final Migrations DIRECTORY_SCHEMA = Migrations.of("journal", "rules");

  /// Each message is held against all of them.
  public static final int MAX_RULES = 100;

  static final Duration KEPT = Duration.ofSeconds(5);

  /// A rule and its number.
  public record Numbered(long number, JournalRule rule) {}

  /// There is one; more than are allowed would have been there.
  public static final class TooManyRulesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyRulesException() {
      super("there are %d journal rules already, which is the most".formatted(MAX_RULES));
    }
  }

  private final Database directory;
  private final InstantSource clock;
  private final Cache<Boolean, List<Numbered>> known =
      Caffeine.newBuilder().expireAfterWrite(KEPT).build();

  public Journals(Database directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private static final String COUNT = "SELECT COUNT(*) FROM journal_rule";
  private static final String ADD =
      """
      INSERT INTO journal_rule (whose, directions, stage, recipient) VALUES (?, ?, ?, ?)
      RETURNING rule_id
      """;

  /// Copies by this rule from now on; returns its number.
  ///
  /// @throws TooManyRulesException when there are [#MAX_RULES]
  public long add(Actor actor, JournalRule rule) {
    var now = clock.instant();
    long number =
        directory.write(tx -> {
          long there =
              tx.handle().select(COUNT).map((row, _) -> row.getLong(1)).findFirst().orElse(0L);
          if (there >= MAX_RULES) throw new TooManyRulesException();
          long added =
              tx.handle()
                  .select(
                      ADD,
                      rule.whose().toString(),
                      words(rule.directions()),
                      rule.stage().name(),
                      rule.to().toString())
                  .map((row, _) -> row.getLong(1))
                  .one();
          var change = new AuditEntry.Change("", told(rule));
          Directory.audit(tx, entry(now, actor, added, change));
          return added;
        });
    known.invalidateAll();
    return number;
  }

  private static AuditEntry entry(Instant at, Actor actor, long number, AuditEntry.Change change) {
    var object = new AuditEntry.Named(number, "journal rule " + number);
    return AuditEntry.of(at, actor, AuditEntry.ObjectKind.JOURNAL_RULE, object, change);
  }

  private static String told(JournalRule rule) {
    return "whose: %s\ndirections: %s\nstage: %s\nto: %s"
        .formatted(rule.whose(), words(rule.directions()), rule.stage(), rule.to());
  }

  private static String words(Set<JournalDirection> directions) {
    return directions.stream()
        .sorted(Comparator.naturalOrder())
        .map(JournalDirection::name)
        .collect(Collectors.joining(","));
  }

  private static final String COLUMNS = "rule_id, whose, directions, stage, recipient";
  private static final String REMOVE =
      "DELETE FROM journal_rule WHERE rule_id = ? RETURNING " + COLUMNS;

  /// False when there is none of this number.
  public boolean remove(Actor actor, long number) {
    var now = clock.instant();
    boolean removed =
        directory.write(tx -> {
          var gone = tx.handle().select(REMOVE, number).map((row, _) -> numbered(row)).findOne();
          if (gone.isEmpty()) return false;
          var change = new AuditEntry.Change(told(gone.get().rule()), "");
          Directory.audit(tx, entry(now, actor, number, change));
          return true;
        });
    known.invalidateAll();
    return removed;
  }

  private static final String ALL = "SELECT " + COLUMNS + " FROM journal_rule ORDER BY rule_id";

  public List<Numbered> all() {
    return directory.read(tx -> tx.handle().select(ALL).map((row, _) -> numbered(row)).list());
  }

  private static Numbered numbered(ResultSet row) throws SQLException {
    try {
      var directions =
          Stream.of(row.getString("directions").split(",", -1))
              .map(JournalDirection::valueOf)
              .collect(Collectors.toUnmodifiableSet());
      var rule =
          new JournalRule(
              Whose.parse(row.getString("whose")),
              directions,
              JournalStage.valueOf(row.getString("stage")),
              EmailAddress.parse(row.getString("recipient")));
      return new Numbered(row.getLong("rule_id"), rule);
    } catch (AddressException e) {
      throw new IllegalStateException("a rule that was one when it was written", e);
    }
  }

  /// Whether there is any rule; where there is none, nothing has to be known of a message.
  public boolean isEmpty() {
    return rules().isEmpty();
  }

  private List<Numbered> rules() {
    return Objects.requireNonNull(known.get(true, _ -> all()));
  }

  /// Who gets a copy of a message as it is at this stage, each once.
  public List<EmailAddress> copies(JournalFacts facts, JournalStage stage) {
    return rules().stream()
        .map(Numbered::rule)
        .filter(rule -> rule.stage() == stage && rule.concerns(facts))
        .map(JournalRule::to)
        .collect(Collectors.toMap(EmailAddress::key, to -> to, (first, _) -> first))
        .values()
        .stream()
        .sorted(Comparator.comparing(EmailAddress::key))
        .toList();
  }
}

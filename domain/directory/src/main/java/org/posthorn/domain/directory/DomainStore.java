package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;

/// The rows of domains. The caller owns the transaction.
final class DomainStore {

  private DomainStore() {}

  /// A name that mail came for, and the domain that it means.
  ///
  /// @param named the domain of that very name
  /// @param domain the one whose addresses count: itself, or what it is another name of
  record Hosted(Domain named, Domain domain) {}

  private static final String COLUMNS =
      """
      SELECT d.id, d.name, main.name AS same_as_name, d.enabled, d.plus_separators, d.catch_all,
        d.administrator, d.created
      FROM domain d LEFT JOIN domain main ON main.id = d.same_as
      """;

  private static final String BY_NAME = COLUMNS + "WHERE d.name_key = ? AND d.deleted IS NULL";

  static @Nullable Domain find(Transaction tx, DomainName name) {
    return tx.handle()
        .select(BY_NAME, name.key())
        .map((row, _) -> domain(row))
        .findOne()
        .orElse(null);
  }

  /// The domain that mail for `name` is for.
  static @Nullable Hosted hosted(Transaction tx, DomainName name) {
    var named = find(tx, name);
    if (named == null) return null;
    if (named.sameAs() == null) return new Hosted(named, named);
    var domain = find(tx, named.sameAs());
    if (domain == null)
      throw new IllegalStateException(named.name() + " is another name of a removed domain");
    return new Hosted(named, domain);
  }

  private static final String ALL = COLUMNS + "WHERE d.deleted IS NULL ORDER BY d.name_key";

  static List<Domain> all(Transaction tx) {
    return tx.handle().select(ALL).map((row, _) -> domain(row)).list();
  }

  private static final String ONLY =
      COLUMNS + "WHERE d.deleted IS NULL AND d.same_as IS NULL ORDER BY d.id LIMIT 2";

  /// The domain, when there is exactly one; its other names do not count.
  static @Nullable Domain only(Transaction tx) {
    var found = tx.handle().select(ONLY).map((row, _) -> domain(row)).list();
    return found.size() == 1 ? found.getFirst() : null;
  }

  private static final String OTHER_NAMES =
      COLUMNS + "WHERE d.same_as = ? AND d.deleted IS NULL ORDER BY d.name_key";

  static List<Domain> otherNames(Transaction tx, DomainId id) {
    return tx.handle().select(OTHER_NAMES, id.value()).map((row, _) -> domain(row)).list();
  }

  private static final String INSERT =
      """
      INSERT INTO domain (name, name_key, same_as, enabled, plus_separators, catch_all,
        catch_all_key, administrator, created)
      VALUES (:name, :key, :sameAs, :enabled, :separators, :catchAll, :catchAllKey, :administrator,
        :created)
      RETURNING id
      """;

  static Domain insert(Transaction tx, Domain draft, @Nullable DomainId sameAs) {
    var settings = draft.settings();
    var id =
        tx.handle()
            .createQuery(INSERT)
            .bind("name", draft.name().text())
            .bind("key", draft.name().key())
            .bind("sameAs", sameAs == null ? null : (Long) sameAs.value())
            .bind("enabled", settings.enabled())
            .bind("separators", settings.plusSeparators())
            .bind("catchAll", Rows.text(settings.catchAll()))
            .bind("catchAllKey", Rows.key(settings.catchAll()))
            .bind("administrator", Rows.id(settings.administrator()))
            .bind("created", draft.created().toEpochMilli())
            .mapTo(Long.class)
            .one();
    return new Domain(new DomainId(id), draft.name(), draft.sameAs(), settings, draft.created());
  }

  private static final String UPDATE =
      """
      UPDATE domain SET enabled = :enabled, plus_separators = :separators, catch_all = :catchAll,
        catch_all_key = :catchAllKey, administrator = :administrator
      WHERE id = :id
      """;

  static void update(Transaction tx, DomainId id, DomainSettings settings) {
    tx.handle()
        .createUpdate(UPDATE)
        .bind("id", id.value())
        .bind("enabled", settings.enabled())
        .bind("separators", settings.plusSeparators())
        .bind("catchAll", Rows.text(settings.catchAll()))
        .bind("catchAllKey", Rows.key(settings.catchAll()))
        .bind("administrator", Rows.id(settings.administrator()))
        .execute();
  }

  private static final String BURY =
      """
      UPDATE domain SET deleted = ?, catch_all = NULL, catch_all_key = NULL, administrator = NULL
      WHERE id = ?
      """;

  static void bury(Transaction tx, DomainId id, Instant now) {
    tx.handle().execute(BURY, now.toEpochMilli(), id.value());
  }

  private static final String CAUGHT_BY =
      COLUMNS + "WHERE d.catch_all_key = ? AND d.deleted IS NULL ORDER BY d.name_key";

  /// The domains whose catch-all is the address of this key.
  static List<Domain> caughtBy(Transaction tx, String addressKey) {
    return tx.handle().select(CAUGHT_BY, addressKey).map((row, _) -> domain(row)).list();
  }

  private static final String ADMINISTERED_BY =
      COLUMNS + "WHERE d.administrator = ? AND d.deleted IS NULL ORDER BY d.name_key";

  static List<Domain> administeredBy(Transaction tx, AccountId account) {
    return tx.handle().select(ADMINISTERED_BY, account.value()).map((row, _) -> domain(row)).list();
  }

  private static Domain domain(ResultSet row) throws SQLException {
    var sameAs = row.getString("same_as_name");
    var catchAll = row.getString("catch_all");
    var administrator = row.getLong("administrator");
    var settings =
        new DomainSettings(
            row.getBoolean("enabled"),
            row.getString("plus_separators"),
            catchAll == null ? null : Rows.address(catchAll),
            administrator == 0 ? null : new AccountId(administrator));
    return new Domain(
        new DomainId(row.getLong("id")),
        new DomainName(row.getString("name")),
        sameAs == null ? null : new DomainName(sameAs),
        settings,
        Instant.ofEpochMilli(row.getLong("created")));
  }
}

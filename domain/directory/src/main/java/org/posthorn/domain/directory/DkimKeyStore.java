package org.posthorn.domain.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.DomainKey.State;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;

/// The rows of signing keys. The caller owns the transaction.
///
/// @param parsed makes a key of its id and its PEM, which takes long enough to be remembered
record DkimKeyStore(BiFunction<DkimKeyId, String, DkimKey> parsed) {

  private static final String COLUMNS =
      """
      SELECT k.id, d.name AS domain_name, k.selector, k.secret, k.state, k.created, k.activated,
        k.retired
      FROM dkim_key k JOIN domain d ON d.id = k.domain_id
      WHERE d.name_key = ? AND d.deleted IS NULL AND k.removed IS NULL
      """;

  private static final String ALL = COLUMNS + "ORDER BY k.id";

  /// All keys of the domain of this name, oldest first.
  List<DomainKey> all(Transaction tx, DomainName domain) {
    return tx.handle().select(ALL, domain.key()).map((row, _) -> key(row)).list();
  }

  private static final String ACTIVE = COLUMNS + "AND k.state = 'ACTIVE' ORDER BY k.id";

  List<DomainKey> active(Transaction tx, DomainName domain) {
    return tx.handle().select(ACTIVE, domain.key()).map((row, _) -> key(row)).list();
  }

  private static final String TAKEN =
      "SELECT k.selector FROM dkim_key k JOIN domain d ON d.id = k.domain_id WHERE d.name_key = ?";

  /// Selectors that were ever used for a domain of this name.
  static List<DkimSelector> taken(Transaction tx, DomainName domain) {
    return tx.handle().select(TAKEN, domain.key()).mapTo(String.class).list().stream()
        .map(DkimSelector::new)
        .toList();
  }

  private static final String INSERT =
      """
      INSERT INTO dkim_key (domain_id, selector, algorithm, secret, state, created)
      VALUES (:domain, :selector, :algorithm, :secret, :state, :created)
      RETURNING id
      """;

  static DomainKey insert(Transaction tx, Domain domain, DkimSelector selector, NewKey made) {
    var id =
        tx.handle()
            .createQuery(INSERT)
            .bind("domain", domain.id().value())
            .bind("selector", selector.text())
            .bind("algorithm", made.key().algorithm().name())
            .bind("secret", made.key().pem())
            .bind("state", State.PUBLISHED.name())
            .bind("created", made.at().toEpochMilli())
            .mapTo(Long.class)
            .one();
    return new DomainKey(
        new DkimKeyId(id),
        domain.name(),
        selector,
        made.key(),
        State.PUBLISHED,
        made.at(),
        null,
        null);
  }

  /// A key that was just made.
  record NewKey(DkimKey key, Instant at) {}

  private static final String UPDATE =
      "UPDATE dkim_key SET state = :state, activated = :activated, retired = :retired WHERE id ="
          + " :id";

  static void update(Transaction tx, DomainKey key) {
    tx.handle()
        .createUpdate(UPDATE)
        .bind("id", key.id().value())
        .bind("state", key.state().name())
        .bind("activated", millis(key.activated()))
        .bind("retired", millis(key.retired()))
        .execute();
  }

  private static final String BURY = "UPDATE dkim_key SET secret = '', removed = ? WHERE id = ?";

  static void bury(Transaction tx, DkimKeyId id, Instant now) {
    tx.handle().execute(BURY, now.toEpochMilli(), id.value());
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : (Long) instant.toEpochMilli();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private DomainKey key(ResultSet row) throws SQLException {
    var id = new DkimKeyId(row.getLong("id"));
    return new DomainKey(
        id,
        new DomainName(row.getString("domain_name")),
        new DkimSelector(row.getString("selector")),
        parsed.apply(id, row.getString("secret")),
        State.valueOf(row.getString("state")),
        Instant.ofEpochMilli(row.getLong("created")),
        instant(row, "activated"),
        instant(row, "retired"));
  }
}

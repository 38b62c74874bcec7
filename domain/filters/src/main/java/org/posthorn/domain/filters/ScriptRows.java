package org.posthorn.domain.filters;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.FilterScripts.Active;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The SQL of the tables `filter_account` and `filter_script`.
final class ScriptRows {

  private ScriptRows() {}

  private static final String MAKE =
      "INSERT INTO filter_account (account_id, version) VALUES (?, 1) ON CONFLICT DO NOTHING";
  private static final String LOCK =
      "UPDATE filter_account SET version = version + 1 WHERE account_id = ?";

  /// Every change begins here, so that changes to one account's scripts are in order.
  static void lock(Transaction tx, long account) throws SQLException {
    Sql.update(tx, MAKE, account);
    Sql.update(tx, LOCK, account);
  }

  private static final String ACTIVE =
      "SELECT version, active FROM filter_account WHERE account_id = ?";

  static Active active(Transaction tx, long account) throws SQLException {
    var found = Sql.first(tx, row -> new Active(row.getLong(1), row.getString(2)), ACTIVE, account);
    return found == null ? Active.NOTHING : found;
  }

  private static final String ALL =
      """
      SELECT s.name, s.octets, s.changed_ms, a.active FROM filter_script s JOIN filter_account a USING (account_id)
      WHERE account_id = ? ORDER BY s.name
      """;

  static List<StoredScript> all(Transaction tx, long account) throws SQLException {
    return Sql.all(
        tx,
        row ->
            new StoredScript(
                row.getString("name"),
                row.getLong("octets"),
                row.getString("name").equals(row.getString("active")),
                Sql.time(row, "changed_ms")),
        ALL,
        account);
  }

  private static final String CONTENT =
      "SELECT content FROM filter_script WHERE account_id = ? AND name = ?";

  static byte @Nullable [] content(Transaction tx, long account, String name) throws SQLException {
    return Sql.first(tx, row -> row.getBytes(1), CONTENT, account, name);
  }

  private static final String EXISTS =
      "SELECT octets FROM filter_script WHERE account_id = ? AND name = ?";

  static boolean exists(Transaction tx, long account, String name) throws SQLException {
    return Sql.first(tx, row -> row.getLong(1), EXISTS, account, name) != null;
  }

  private static final String PUT =
      """
      INSERT INTO filter_script (account_id, name, content, octets, changed_ms) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account_id, name)
      DO UPDATE SET content = excluded.content, octets = excluded.octets, changed_ms = excluded.changed_ms
      """;

  static void put(Transaction tx, long account, String name, byte[] content, Instant now)
      throws SQLException {
    Sql.update(tx, PUT, account, name, content, content.length, now);
  }

  private static final String ACTIVATE =
      "UPDATE filter_account SET active = ? WHERE account_id = ?";

  static void activate(Transaction tx, long account, @Nullable String name) throws SQLException {
    Sql.update(tx, ACTIVATE, name, account);
  }

  private static final String DELETE =
      "DELETE FROM filter_script WHERE account_id = ? AND name = ?";

  static void delete(Transaction tx, long account, String name) throws SQLException {
    Sql.update(tx, DELETE, account, name);
  }

  private static final String RENAME =
      "UPDATE filter_script SET name = ? WHERE account_id = ? AND name = ?";

  static void rename(Transaction tx, long account, String from, String to) throws SQLException {
    Sql.update(tx, RENAME, to, account, from);
  }

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM filter_memory WHERE account_id = ?",
          "DELETE FROM filter_script WHERE account_id = ?",
          "DELETE FROM filter_account WHERE account_id = ?");

  static void forget(Transaction tx, long account) throws SQLException {
    for (var sql : FORGET) Sql.update(tx, sql, account);
  }
}

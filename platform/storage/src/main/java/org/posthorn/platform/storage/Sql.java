package org.posthorn.platform.storage;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few lines of JDBC that every store repeats: bind in order, run, map the rows.
public final class Sql {

  private Sql() {}

  /// What a row is read into.
  @FunctionalInterface
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// A statement of the transaction, which closes it. Times are milliseconds since 1970.
  public static PreparedStatement bind(Transaction tx, String sql, @Nullable Object... values)
      throws SQLException {
    var statement = tx.prepare(sql);
    for (var i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setObject(i + 1, null);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setLong(i + 1, number);
        case Instant time -> statement.setLong(i + 1, time.toEpochMilli());
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case String text -> statement.setString(i + 1, text);
        default -> throw new IllegalArgumentException("cannot bind " + values[i].getClass());
      }
    }
    return statement;
  }

  public static int update(Transaction tx, String sql, @Nullable Object... values)
      throws SQLException {
    return bind(tx, sql, values).executeUpdate();
  }

  /// The number that an `INSERT … RETURNING` or another query for one value gives.
  public static long number(Transaction tx, String sql, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(tx, sql, values).executeQuery()) {
      if (!rows.next()) throw new SQLException("no row from: " + sql);
      return rows.getLong(1);
    }
  }

  /// The first row; null when there is none.
  public static <T> @Nullable T first(
      Transaction tx, Row<T> map, String sql, @Nullable Object... values) throws SQLException {
    try (var rows = bind(tx, sql, values).executeQuery()) {
      return rows.next() ? map.of(rows) : null;
    }
  }

  public static <T> List<T> all(Transaction tx, Row<T> map, String sql, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(tx, sql, values).executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) all.add(map.of(rows));
      return all;
    }
  }

  /// A column of milliseconds.
  public static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  public static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}

package org.posthorn.domain.fragment;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Transaction;

/// The few lines of JDBC that every store here repeats: bind in order, run, map the rows.
final class Sql {

  private Sql() {}

  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static PreparedStatement bind(Transaction tx, String sql, @Nullable Object... values)
      throws SQLException {
    var statement = tx.prepare(sql);
    for (var i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setObject(i + 1, null);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setLong(i + 1, number);
        case Instant time -> statement.setLong(i + 1, time.toEpochMilli());
        case String text -> statement.setString(i + 1, text);
        default -> throw new IllegalArgumentException("cannot bind " + values[i].getClass());
      }
    }
    return statement;
  }

  static int update(Transaction tx, String sql, @Nullable Object... values) throws SQLException {
    return bind(tx, sql, values).executeUpdate();
  }

  static <T> @Nullable T first(Transaction tx, Row<T> map, String sql, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(tx, sql, values).executeQuery()) {
      return rows.next() ? map.of(rows) : null;
    }
  }

  static <T> List<T> all(Transaction tx, Row<T> map, String sql, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(tx, sql, values).executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) all.add(map.of(rows));
      return all;
    }
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }
}

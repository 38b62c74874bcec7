package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Questions of administrators about `queue_entry`. They read it from end to end, a page at a time:
/// nobody waits for them but who asks.
final class FilterSql {

  private FilterSql() {}

  private static final String FROM =
      """
      FROM queue_entry LEFT JOIN (
        SELECT destination AS gated, retry_ms, reason AS gate_reason FROM queue_destination) gate
      ON gated = destination
      WHERE (? = '' OR destination = ?)
        AND (? = '' OR LOWER(sender) LIKE ? ESCAPE '\\')
        AND (? = 0 OR sender = '')
        AND (? = '' OR LOWER(recipients) LIKE ? ESCAPE '\\')
        AND (? = 0 OR account_id = ?)
        AND (? = '' OR message_id = ?)
        AND (? = '' OR ? = CASE WHEN lease IS NOT NULL THEN 'SENDING' WHEN held = 1 THEN 'HELD'
                                WHEN release_ms > ? THEN 'PLANNED' ELSE 'WAITING' END)
        AND accepted_ms >= ? AND accepted_ms < ?
        AND (? = '' OR LOWER(COALESCE(gate_reason, reason, '')) LIKE ? ESCAPE '\\')
      """;

  private static List<Object> values(QueueFilter filter, Instant now) {
    var sender = filter.sender();
    var account = filter.account() == null ? 0L : filter.account().value();
    var from = filter.acceptedFrom();
    var until = filter.acceptedUntil();
    var values = new ArrayList<Object>();
    twice(values, filter.destination());
    part(values, sender);
    values.add(sender != null && sender.isEmpty() ? 1L : 0L);
    part(values, filter.recipient());
    values.add(account);
    values.add(account);
    twice(values, filter.messageId());
    twice(values, filter.state() == null ? null : filter.state().name());
    values.add(now);
    values.add(from == null ? Long.MIN_VALUE : (Object) from);
    values.add(until == null ? Long.MAX_VALUE : (Object) until);
    part(values, filter.reason());
    return values;
  }

  private static void twice(List<Object> values, @Nullable String text) {
    values.add(text == null ? "" : text);
    values.add(text == null ? "" : text);
  }

  private static void part(List<Object> values, @Nullable String text) {
    var pattern = text == null ? "" : text.toLowerCase(Locale.ROOT);
    values.add(pattern);
    values.add("%" + pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
  }

  private static final String PAGE =
      "SELECT "
          + EntryRows.columns()
          + ", retry_ms, gate_reason "
          + FROM
          + "AND entry_id > ? ORDER BY entry_id LIMIT ?";

  /// A place in a list.
  record Page(PartitionId partition, long after, int limit, Instant now) {}

  static List<ListedEntry> list(Transaction tx, QueueFilter filter, Page page) throws SQLException {
    var values = values(filter, page.now());
    values.add(page.after());
    values.add(page.limit());
    return Sql.all(
        tx,
        row -> {
          var entry = EntryRows.entry(row, page.partition());
          var retry = Sql.timeOrNull(row, "retry_ms");
          var next = retry != null && retry.isAfter(entry.due()) ? retry : entry.due();
          var reason = row.getString("gate_reason");
          return new ListedEntry(
              entry,
              EntryState.of(entry, page.now()),
              next,
              reason == null ? entry.reason() : reason);
        },
        PAGE,
        values.toArray());
  }

  static List<QueueSummary> summary(
      Transaction tx, QueueFilter filter, QueueSummary.By by, Page page) throws SQLException {
    var values = new ArrayList<Object>();
    if (by == QueueSummary.By.AGE) {
      values.add(page.now().minus(QueueSummary.HOUR));
      values.add(page.now().minus(QueueSummary.HOURS));
      values.add(page.now().minus(QueueSummary.DAY));
    }
    values.addAll(values(filter, page.now()));
    values.add(page.limit());
    var sql =
        """
        SELECT key_text, COUNT(*), SUM(size), MIN(accepted_ms)
        FROM (SELECT %s AS key_text, size, accepted_ms %s) counted
        GROUP BY key_text ORDER BY COUNT(*) DESC, key_text LIMIT ?
        """
            .formatted(by.sql(), FROM);
    return Sql.all(
        tx,
        row ->
            new QueueSummary(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4))),
        sql,
        values.toArray());
  }
}
